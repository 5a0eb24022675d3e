package io.spillway.standalone.terminal;

import io.spillway.standalone.layout.Home;
import io.spillway.standalone.supervise.Leftovers;
import java.io.IOException;

/**
 * Takes the cluster down should this process be ended (Ctrl-C, SIGTERM) before it is closed. The supervisor has a
 * session of its own: the terminal's Ctrl-C would otherwise reach Kafka together with the workers that still need it.
 */
final class TakeDownAtExit implements AutoCloseable {
    private final Screen screen;
    private final Home home;
    private volatile boolean underWay;
    private final Thread hook = new Thread(this::takeDown, "take-down");

    TakeDownAtExit(Screen screen, Home home) {
        this.screen = screen;
        this.home = home;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Waits for a take-down that has begun: what fails from then on fails because of it. */
    void waitIfUnderWay() {
        if (underWay) {
            try {
                hook.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void takeDown() {
        underWay = true;
        try {
            if (Leftovers.end(home)) {
                screen.line("Spillway is down; its data is kept.");
            }
        } catch (IOException e) {
            screen.warn("Not everything could be ended: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs already.
        }
    }
}
