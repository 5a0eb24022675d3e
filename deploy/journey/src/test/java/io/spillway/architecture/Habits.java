package io.spillway.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import static com.tngtech.archunit.core.domain.AccessTarget.Predicates.declaredIn;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

/**
 * How code is written in every room.
 *
 * @param root the package that the rooms are in
 */
record Habits(String root) {
    private static final List<String> LAYERS = List.of(
            "model",
            "models",
            "dto",
            "dtos",
            "service",
            "services",
            "util",
            "utils",
            "common",
            "impl",
            "manager",
            "helper");
    private static final Pattern VAGUE = Pattern.compile(".*(Manager|Helper|Helpers|Util|Utils|Impl)");
    private static final List<String> INJECTING =
            List.of("jakarta.inject.Inject", "org.eclipse.microprofile.config.inject.ConfigProperty");

    ArchRule packagesAreNamedAfterStages() {
        return noClasses().should(beInALayer()).as("no package is named " + String.join(", ", LAYERS));
    }

    ArchRule classesAreNamedForTheirChore() {
        return noClasses().should(haveAVagueName()).as("no class is a Manager, a Helper, a Util or an Impl");
    }

    ArchRule packagesAreNullMarked() {
        return classes().should(beInANullMarkedPackage()).as("every package is @NullMarked");
    }

    /**
     * The command line speaks on them, the supervisor's and the broker's own log is on them, and a start that ends at
     * once says why; the first admin key is shown where no log keeps it.
     */
    ArchRule nobodySpeaksOnStandardStreams() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        root + ".standalone.terminal..",
                        root + ".standalone.supervise..",
                        root + ".embedded..",
                        root + ".bench..")
                .and()
                .haveSimpleNameNotEndingWith("Main")
                .and()
                .doNotHaveFullyQualifiedName(root + ".gateway.GatewayProcess")
                .and()
                .doNotHaveFullyQualifiedName(root + ".gateway.access.FirstKey")
                .and()
                .doNotHaveFullyQualifiedName(root + ".gateway.availability.AvailabilityFeed")
                .should(ACCESS_STANDARD_STREAMS)
                .as("only the terminal speaks on standard streams");
    }

    ArchRule timeIsJavaTime() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.util\\.(Date|Calendar|GregorianCalendar)|java\\.sql\\..*|java\\.text\\..*DateFormat")
                .as("time is java.time");
    }

    /** Loops on threads of their own may pause between two rounds; they are where the gateway is held together. */
    ArchRule noRequestSleeps() {
        return noClasses()
                .that()
                .resideInAPackage(root + ".gateway..")
                .and()
                .resideOutsideOfPackages(
                        root + ".gateway.backbone..",
                        root + ".gateway.outcomes..",
                        // A batch's lanes answer nobody who waits.
                        root + ".gateway.openai.batches..")
                .and()
                .doNotHaveFullyQualifiedName(root + ".gateway.access.FirstKey")
                .and()
                .doNotHaveFullyQualifiedName(root + ".gateway.availability.AvailabilityFeed")
                .should()
                .callMethodWhere(sleeping("java.lang.Thread").or(sleeping("java.util.concurrent.TimeUnit")))
                .as("nothing that answers a request sleeps");
    }

    ArchRule nothingIsInjectedIntoFields() {
        return fields().should(notBeInjected()).as("nothing is injected into fields");
    }

    private static DescribedPredicate<JavaCall<?>> sleeping(String owner) {
        return target(declaredIn(owner)).and(target(name("sleep"))).forSubtype();
    }

    private ArchCondition<JavaClass> beInALayer() {
        return condition(
                "be in a layer",
                type -> Arrays.stream(type.getPackageName()
                                .substring(Math.min(
                                        root.length(), type.getPackageName().length()))
                                .split("\\."))
                        .anyMatch(LAYERS::contains));
    }

    private static ArchCondition<JavaClass> haveAVagueName() {
        return condition(
                "have a vague name", type -> VAGUE.matcher(type.getSimpleName()).matches());
    }

    private static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return condition(
                "be in a @NullMarked package",
                type -> type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked"));
    }

    private static ArchCondition<JavaField> notBeInjected() {
        return new ArchCondition<>("not be injected") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                boolean injected = INJECTING.stream().anyMatch(field::isAnnotatedWith);
                events.add(new SimpleConditionEvent(field, !injected, field.getFullName() + " is injected"));
            }
        };
    }

    private static ArchCondition<JavaClass> condition(String description, Predicate<JavaClass> holds) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean is = holds.test(type);
                events.add(new SimpleConditionEvent(
                        type, is, type.getFullName() + (is ? " does " : " does not ") + description));
            }
        };
    }
}
