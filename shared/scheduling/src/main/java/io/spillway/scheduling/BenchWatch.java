package io.spillway.scheduling;

/** Told, on the calling thread, of every key that this process benches or clears, right after Redis has done it. */
public interface BenchWatch {
    /** For a process that keeps nothing. */
    BenchWatch NOBODY = new BenchWatch() {
        @Override
        public void benched(Benched bench) {}

        @Override
        public void cleared(String scope, int key) {}
    };

    void benched(Benched bench);

    void cleared(String scope, int key);
}
