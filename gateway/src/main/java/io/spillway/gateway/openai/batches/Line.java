package io.spillway.gateway.openai.batches;

/**
 * A line of a file.
 *
 * @param number from 1, blank lines counted
 * @param text without its end; of one that is too long, what there was room for
 */
record Line(int number, byte[] text, boolean tooLong) {
    boolean isBlank() {
        for (byte one : text) {
            if (one != ' ' && one != '\t' && one != '\r') {
                return false;
            }
        }
        return true;
    }
}
