package io.spillway.scheduling;

import io.spillway.contract.outcome.Allowance;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.routing.TargetName;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.spillway.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

/** Rules of what remains, each with a mistake planted in the scripts that breaks it. */
class AllowanceFaultsTest {
    private static final String TARGET = "cloud/a";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    enum Fault {
        CALLS_BEGUN_SINCE_ARE_FORGOTTEN(
                "take", "if limited[lane] then note_begun(", "if false then note_begun(", room -> {
                    requests(room, one(room), 3, MINUTE);
                    return room.take(2, TARGET).size() + all(room) == 3;
                }),
        CALLS_BEGUN_BEFORE_THE_FIRST_WORD_ARE_FORGOTTEN(
                "heard", "if other ~= id and its[1]", "if false and its[1]", room -> {
                    Grant told = one(room);
                    room.take(2, TARGET);
                    requests(room, told, 3, MINUTE);
                    return all(room) == 1;
                }),
        AN_OLDER_ANSWER_COUNTS("allowance", "or known and tonumber(known) >= fence then", "then", room -> {
            Grant older = one(room);
            requests(room, one(room), 2, MINUTE);
            requests(room, older, 50, MINUTE);
            return all(room) == 2;
        }),
        A_RESET_WITHOUT_A_CAP("allowance", "math.min(reset_ms, RESET_CAP_MS)", "reset_ms", room -> {
            requests(room, one(room), 0, Duration.ofDays(9));
            room.pass(Duration.ofHours(1).plusMillis(1));
            return all(room) == 9;
        }),
        TOKENS_THAT_DO_NOT_FIT("permits", "if known.tokens and known.tokens <", "if false and known.tokens <", room -> {
            say(room, one(room), Optional.empty(), window(300, MINUTE));
            return all(room) == 1;
        }),
        A_FIRST_TOKEN_THAT_COUNTS_TWICE("heard", "and job[4] ~= job[2] then", "then", room -> {
            room.gateway.exhaustions().set(new TargetName(TARGET), 0, ExhaustionKind.OVERLOADED, MINUTE, "");
            room.pass(MINUTE.plusMillis(1));
            Grant probe = one(room);
            room.worker.leases().answers(probe);
            room.worker.leases().answers(probe);
            return all(room) == 1;
        });

        final String script;
        final String piece;
        final String instead;
        final Predicate<Room> rule;

        Fault(String script, String piece, String instead, Predicate<Room> rule) {
            this.script = script;
            this.piece = piece;
            this.instead = instead;
            this.rule = rule;
        }

        boolean holds(BinaryOperator<String> change) {
            try (Room room = new Room(change)) {
                for (int i = 0; i < 10; i++) {
                    room.submit(aJob().targets(TARGET).acceptedAt(room.now()).build());
                }
                return rule.test(room);
            }
        }

        String planted(String name, String text) {
            if (!name.equals(script)) {
                return text;
            }
            assertThat(text).as("the piece of %s.lua to be spoilt", script).contains(piece);
            return text.replace(piece, instead);
        }
    }

    private static Grant one(Room room) {
        return room.take(1, TARGET).getFirst();
    }

    private static int all(Room room) {
        return room.take(50, TARGET).size();
    }

    private static Optional<Allowance.Window> window(long remaining, Duration reset) {
        return Optional.of(new Allowance.Window(OptionalLong.of(100_000), remaining, reset));
    }

    private static void requests(Room room, Grant told, long remaining, Duration reset) {
        say(room, told, window(remaining, reset), Optional.empty());
    }

    private static void say(
            Room room, Grant told, Optional<Allowance.Window> requests, Optional<Allowance.Window> tokens) {
        room.worker.leases().remains(told, new Allowance(requests, tokens, room.now()), Duration.ZERO);
    }

    @ParameterizedTest
    @EnumSource
    void theRuleHoldsAndTheMistakeIsCaught(Fault fault) {
        // When
        boolean asTheyStand = fault.holds((_, text) -> text);
        boolean spoilt = fault.holds(fault::planted);

        // Then
        assertThat(asTheyStand).as("as the scripts stand").isTrue();
        assertThat(spoilt).as("with the mistake").isFalse();
    }
}
