package io.spillway.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * Which room may see which, and which room may see what the world offers.
 *
 * @param root the package that the rooms are in
 */
record Rooms(String root) {
    /**
     * A room.
     *
     * @param sees the other rooms it may see
     */
    record Room(String name, List<String> sees) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String KAFKA = "org.apache.kafka..";
    private static final String JEDIS = "redis.clients..";
    private static final String QUARKUS = "io.quarkus..";

    static final List<Room> ALL = List.of(
            new Room("contract", List.of()),
            new Room("scheduling", List.of("contract")),
            new Room("log", List.of("contract")),
            new Room("worker", List.of("contract", "scheduling", "log")),
            new Room("gguf", List.of("contract")),
            new Room("embedded", List.of()),
            new Room("testing", List.of("contract", "embedded")),
            new Room("gateway", List.of("contract", "scheduling", "log")),
            new Room("cloud", List.of("contract", "scheduling", "log", "worker")),
            new Room("local", List.of("contract", "scheduling", "log", "worker", "gguf")),
            new Room("gpu", List.of("contract", "scheduling", "log", "worker", "gguf")),
            new Room("standalone", List.of("contract", "embedded")),
            new Room("bench", List.of("contract", "scheduling", "embedded", "gguf")));

    ArchRule seesOnlyWhatItMay(Room room) {
        String[] allowed = Stream.concat(Stream.of(room.name()), room.sees().stream())
                .map(this::in)
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> ours = resideInAPackage(root + "..");
        return noClasses()
                .that()
                .resideInAPackage(in(room.name()))
                .should()
                .dependOnClassesThat(ours.and(DescribedPredicate.not(resideInAnyPackage(allowed))))
                .as(room + " sees " + (room.sees().isEmpty() ? "no other room" : String.join(", ", room.sees())));
    }

    ArchRule everyClassIsInARoom() {
        return classes()
                .should()
                .resideInAnyPackage(ALL.stream().map(room -> in(room.name())).toArray(String[]::new))
                .as("every class is in a room");
    }

    /** Redis is behind scheduling, and the broker that one machine starts is nobody's client. */
    ArchRule kafkaIsBehindTheLog() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(in("log"), in("embedded"), in("gateway"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(KAFKA)
                .as("only log, embedded and gateway see Kafka");
    }

    ArchRule redisIsBehindTheScheduler() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(in("scheduling"), in("gateway"), in("bench"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(JEDIS)
                .as("only scheduling, gateway and bench see Redis");
    }

    ArchRule sharedIsPlainJava() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(in("gateway"), in("cloud"), in("local"), in("gpu"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(QUARKUS)
                .as("only applications see Quarkus");
    }

    /** An abort in native code takes its process with it, which must not be a worker's. */
    ArchRule nativeCodeRunsInEnginesOnly() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".gguf.engine..")
                .should()
                .accessClassesThat()
                .resideInAPackage("de.kherud..")
                .as("only an engine's own process calls llama.cpp");
    }

    private String in(String room) {
        return root + "." + room + "..";
    }
}
