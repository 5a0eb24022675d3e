package io.spillway.gguf.protocol;

/** A vector made as long as 1, as OpenAI's are, so that a product of two is their likeness. */
public final class UnitVector {
    private UnitVector() {}

    /** @throws ArithmeticException if it has no direction */
    public static float[] of(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        double length = Math.sqrt(square);
        if (!(length > 0) || Double.isInfinite(length)) {
            throw new ArithmeticException("the model gave a vector that is none");
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }
}
