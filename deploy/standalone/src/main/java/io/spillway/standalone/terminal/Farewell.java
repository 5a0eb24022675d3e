package io.spillway.standalone.terminal;

import io.spillway.standalone.supervise.ClusterState;

/** The last lines of {@code up}: where everything is and what to do next. */
final class Farewell {
    private final Screen screen;

    Farewell(Screen screen) {
        this.screen = screen;
    }

    void print(ClusterState state, String adminKey) {
        screen.line("");
        screen.line("  API         " + state.url());
        screen.line("  Management  " + state.managementUrl());
        screen.line("  Admin key   " + adminKey);
        screen.line("");
        screen.line("Next");
        screen.line("  ./spillway submit \"Your question\" --stream");
        screen.line("  ./spillway status      what runs, and whether it is ready");
        screen.line("  ./spillway logs -f     what the processes say");
        screen.line("  ./spillway down        end all of it; queued jobs are kept");
    }
}
