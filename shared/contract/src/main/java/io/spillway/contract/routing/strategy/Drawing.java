package io.spillway.contract.routing.strategy;

import io.spillway.contract.routing.TargetName;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Leaders that are drawn by lot. Answers are indexes. */
final class Drawing {
    private static final int PERCENT = 100;
    private static final double USUAL_SECONDS = 1;

    private Drawing() {}

    /** In the ratio of the weights; the first if nobody weighs anything. */
    static int weighted(List<TargetName> targets, Map<TargetName, Integer> weights, RandomGenerator random) {
        long[] each = targets.stream()
                .mapToLong(target -> weights.getOrDefault(target, 1))
                .toArray();
        long sum = 0;
        for (long weight : each) {
            sum += weight;
        }
        if (sum == 0) {
            return 0;
        }
        long drawn = random.nextLong(sum);
        int at = 0;
        while (drawn >= each[at]) {
            drawn -= each[at];
            at++;
        }
        return at;
    }

    /** The canary for its share, else the first that is not the canary. */
    static int canary(List<TargetName> targets, TargetName canary, int percent, RandomGenerator random) {
        int at = targets.indexOf(canary);
        if (at >= 0 && random.nextInt(PERCENT) < percent) {
            return at;
        }
        return at == 0 ? 1 : 0;
    }

    /**
     * Thompson sampling: of each target, one chance of success and one speed are drawn from what its record leaves
     * possible, and the best product leads. A target little is known of is drawn widely and so tried now and then; one
     * known to be worse hardly ever. Chances are Beta distributed, speeds (answers a second) Gamma distributed, which
     * are the conjugates of yes-or-no and of waiting times.
     *
     * @see <a href="https://web.stanford.edu/~bvr/pubs/TS_Tutorial.pdf">Russo et al., A Tutorial on Thompson Sampling</a>
     */
    static int likeliest(List<TargetName> targets, Map<TargetName, TrackRecord> records, RandomGenerator random) {
        double usual = usualSeconds(targets, records);
        return Comparing.least(targets, target -> {
            TrackRecord record = Comparing.record(target, records);
            double chance = Gamma.beta(1 + record.completed(), 1 + record.failed(), random);
            double speed = Gamma.draw(1 + record.completed(), random) / (usual + record.seconds());
            return -chance * speed;
        });
    }

    /** What is expected of a target that has not been called: the average of those that have. */
    private static double usualSeconds(List<TargetName> targets, Map<TargetName, TrackRecord> records) {
        return targets.stream()
                .map(target -> Comparing.record(target, records))
                .filter(record -> record.known() && record.completed() > 0)
                .mapToDouble(record -> record.seconds() / record.completed())
                .average()
                .orElse(USUAL_SECONDS);
    }
}
