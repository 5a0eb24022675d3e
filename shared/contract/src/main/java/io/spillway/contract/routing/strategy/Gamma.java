package io.spillway.contract.routing.strategy;

import java.util.random.RandomGenerator;

/** Numbers drawn from a Gamma distribution of scale 1, and from the Beta distribution that two of them make. */
final class Gamma {
    private static final double SQUEEZE = 0.0331;

    private Gamma() {}

    /**
     * One number.
     *
     * @param shape 1 or more
     * @see <a href="https://doi.org/10.1145/358407.358414">Marsaglia and Tsang, A Simple Method for Generating Gamma
     *     Variables</a>
     */
    static double draw(double shape, RandomGenerator random) {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0) {
                double u = random.nextDouble();
                if (u < 1 - SQUEEZE * x * x * x * x || Math.log(u) < x * x / 2 + d * (1 - v + Math.log(v))) {
                    return d * v;
                }
            }
        }
    }

    /** A chance between 0 and 1, around {@code successes / (successes + failures)}. */
    static double beta(double successes, double failures, RandomGenerator random) {
        double one = draw(successes, random);
        return one / (one + draw(failures, random));
    }
}
