package io.spillway.planted.gateway;

import java.time.Duration;

final class Sleeps {
    static void sleep() throws InterruptedException {
        Thread.sleep(Duration.ofMillis(1));
    }
}
