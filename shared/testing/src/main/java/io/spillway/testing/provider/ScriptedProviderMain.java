package io.spillway.testing.provider;

import java.util.concurrent.CountDownLatch;

/** Runs a scripted provider as a process of its own: {@code --port N} (0: any free one, said on standard output). */
public final class ScriptedProviderMain {
    private ScriptedProviderMain() {}

    /** Serves until the process is ended. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws InterruptedException {
        int port = args.length == 2 && args[0].equals("--port") ? Integer.parseInt(args[1]) : 0;
        try (ScriptedProvider provider = ScriptedProvider.start(port)) {
            System.out.println(provider.baseUrl());
            new CountDownLatch(1).await();
        }
    }
}
