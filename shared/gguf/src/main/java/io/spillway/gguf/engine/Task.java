package io.spillway.gguf.engine;

/** Something that a worker has asked for and may call off. */
interface Task extends Runnable {
    /** Stops as soon as it can; no answer is sent after it. */
    void cancel();
}
