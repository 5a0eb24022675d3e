package io.spillway.planted.gateway;

final class Speaks {
    static void speak() {
        System.out.println("hello");
    }
}
