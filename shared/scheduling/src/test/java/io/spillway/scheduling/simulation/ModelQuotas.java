package io.spillway.scheduling.simulation;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.Reservation;
import io.spillway.contract.outcome.Attempt;
import io.spillway.scheduling.QuotaLimit;
import io.spillway.scheduling.QuotaLimit.Measure;
import io.spillway.scheduling.QuotaLimit.Scope;
import io.spillway.scheduling.QuotaLimit.Window;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is used of quotas in the model, and whom they hold. */
final class ModelQuotas {
    static final List<Window> WINDOWS = List.of(Window.MINUTE, Window.DAY, Window.MONTH);
    private static final long HOLD_MS = 300_000;
    private static final long HOLD_SLOT_MS = 5_000;
    private static final long GIVEN_UP_MS = 300_000;

    /** What limits say since when. */
    record Known(long at, Map<String, Long> limits) {}

    /** Tenant or lane, to when it is looked at again. */
    final TreeMap<String, Long> held = new TreeMap<>();
    /** The same, to when its window ends; 0 if it waits for one of its jobs to end. */
    final TreeMap<String, Long> holds = new TreeMap<>();

    final TreeMap<String, Known> limits = new TreeMap<>();
    /** Scope, window and its start, to what is used of each measure. */
    final TreeMap<String, TreeMap<String, Long>> used = new TreeMap<>();

    private final ModelRoom room;

    ModelQuotas(ModelRoom room) {
        this.room = room;
    }

    boolean holds(ModelJob job) {
        return held.containsKey(job.tenant) || held.containsKey(job.lane());
    }

    // What is counted ----------------------------------------------------------------------------------------------

    void admitted(ModelJob job, Job asked, long now) {
        asked.reservation().ifPresent(wanted -> {
            job.reservation = Optional.of(wanted);
            job.stands = "queued";
            job.givenUpAt = now + GIVEN_UP_MS;
            if (!wanted.waits()) {
                count(job, asked.acceptedAt());
            }
        });
    }

    /** Its record was read: that counts, whatever was let in. */
    void read(ModelJob job, Job read) {
        boolean same = job.reservation.equals(read.reservation())
                && (!job.counted || job.window.equals(Optional.of(read.acceptedAt())));
        if (job.reservation.isPresent() && !same) {
            unbook(job);
            job.stands = "";
            job.reservation = Optional.empty();
        }
        reserve(job, read);
    }

    private void reserve(ModelJob job, Job read) {
        read.reservation().ifPresent(wanted -> {
            job.reservation = Optional.of(wanted);
            job.givenUpAt = Long.MAX_VALUE;
            if (job.window.isEmpty()) {
                begun(job, read);
            }
            long at = read.acceptedAt().toEpochMilli();
            if (learn("t:" + job.tenant, at, wanted.held())) {
                unhold(job.tenant);
            }
            wanted.key().ifPresent(key -> {
                if (learn("k:" + key, at, wanted.heldByKey())) {
                    letOn(job);
                }
            });
            job.stands = switch (job.state) {
                case LEASED -> "active";
                case HIDDEN, ACCEPTED, UNSEEN, QUEUED, DELAYED -> "queued";
                case ENDING, ENDED -> "";
            };
        });
    }

    private void begun(ModelJob job, Job read) {
        if (!job.reservation.orElseThrow().waits()) {
            count(job, read.acceptedAt());
        } else if (job.begunBy != 0) {
            book(job, job.begunBy);
        }
        if (job.state == ModelJob.State.ENDED) {
            settle(job);
        }
    }

    private boolean learn(String scope, long at, Map<String, Long> most) {
        Known known = limits.get(scope);
        if (known != null && known.at > at) {
            return false;
        }
        limits.put(scope, new Known(at, most));
        return known == null || !known.limits.equals(most);
    }

    private void count(ModelJob job, Instant at) {
        job.window = Optional.of(at);
        job.counted = true;
        add(job, at, 1, job.reservation.orElseThrow().tokens(), cost(job));
    }

    void book(ModelJob job, long fence) {
        if (job.bookedBy == fence) {
            return;
        }
        unbook(job);
        job.bookedBy = fence;
        count(job, Instant.ofEpochMilli(fence / 1_000));
    }

    void unbook(ModelJob job) {
        if (job.counted) {
            Reservation wanted = job.reservation.orElseThrow();
            add(job, job.window.orElseThrow(), -1, -wanted.tokens(), -cost(job));
            job.counted = false;
            job.window = Optional.empty();
            job.bookedBy = 0;
        }
    }

    /** The log has an attempt. */
    void attempted(ModelJob job, Attempt attempt) {
        if (job.begunBy == 0) {
            job.begunBy = attempt.fence();
            job.reservation.filter(Reservation::waits).ifPresent(_ -> book(job, attempt.fence()));
        }
        attempt.usage().filter(_ -> attempt.number() > job.lastUsed).ifPresent(usage -> {
            job.lastUsed = attempt.number();
            job.usedTokens += usage.inputTokens() + usage.outputTokens();
        });
    }

    void ended(ModelJob job) {
        settle(job);
        job.stands = "";
        letOn(job);
    }

    private void settle(ModelJob job) {
        if (job.counted && job.reservation.orElseThrow().waits() && job.begunBy == 0) {
            unbook(job);
        } else if (job.counted) {
            job.counted = false;
            Reservation wanted = job.reservation.orElseThrow();
            add(job, job.window.orElseThrow(), 0, job.usedTokens - wanted.tokens(), -cost(job));
        }
    }

    void giveUp(long now) {
        room.jobs.values().stream()
                .filter(job -> job.state == ModelJob.State.HIDDEN && job.givenUpAt <= now)
                .forEach(job -> {
                    unbook(job);
                    job.stands = "";
                    job.givenUpAt = Long.MAX_VALUE;
                });
    }

    static long cost(ModelJob job) {
        return Reservation.millionths(job.reservation.orElseThrow().cost());
    }

    private void add(ModelJob job, Instant at, long requests, long tokens, long cost) {
        for (String scope : scopes(job)) {
            add(used, scope, at, Map.of("REQUESTS", requests, "TOKENS", tokens, "COST", cost));
        }
    }

    static void add(TreeMap<String, TreeMap<String, Long>> used, String scope, Instant at, Map<String, Long> amounts) {
        for (Window window : WINDOWS) {
            TreeMap<String, Long> counter = used.computeIfAbsent(
                    scope + ":" + window + ":" + window.start(at).toEpochMilli(), _ -> new TreeMap<>());
            amounts.forEach((measure, amount) -> counter.merge(measure, amount, Long::sum));
        }
    }

    static List<String> scopes(ModelJob job) {
        return job.reservation
                .map(wanted -> wanted.key()
                        .map(key -> List.of("t:" + job.tenant, "k:" + key))
                        .orElse(List.of("t:" + job.tenant)))
                .orElse(List.of());
    }

    // Whom it holds ------------------------------------------------------------------------------------------------

    /** Whether there is room for the job to begin now; whoever has none is held. */
    boolean hasRoom(ModelJob job, long now) {
        List<String> scopes = scopes(job);
        for (String scope : scopes) {
            Optional<Long> back = over(job, scope, beginning(job, now));
            if (back.isPresent()) {
                hold(scope.startsWith("t:") ? job.tenant : job.lane(), back.get(), now);
                return false;
            }
        }
        return true;
    }

    /** The time that its next fence says. */
    static long beginning(ModelJob job, long now) {
        return Math.max(now, (job.fence + 1) / 1_000);
    }

    private Optional<Long> over(ModelJob job, String scope, long at) {
        Map<String, Long> most = limits.containsKey(scope) ? limits.get(scope).limits : Map.of();
        Optional<Long> over = Optional.empty();
        for (QuotaLimit limit : QuotaLimit.all(Scope.TENANT)) {
            Long allowed = most.get(limit.word());
            if (allowed == null) {
                continue;
            }
            if (limit.measure() == Measure.CONCURRENT) {
                if (active(scope) >= allowed) {
                    over = Optional.of(over.orElse(0L));
                }
            } else if (job.reservation.orElseThrow().waits() && !job.counted) {
                String counter = scope + ":" + limit.window() + ":"
                        + limit.window().start(Instant.ofEpochMilli(at)).toEpochMilli();
                long so = used.getOrDefault(counter, new TreeMap<>())
                        .getOrDefault(limit.measure().name(), 0L);
                if (so + wants(job, limit.measure()) > allowed && (so > 0 || allowed == 0)) {
                    long back = limit.window().end(Instant.ofEpochMilli(at)).toEpochMilli();
                    over = Optional.of(Math.max(over.orElse(0L), back));
                }
            }
        }
        return over;
    }

    private static long wants(ModelJob job, Measure measure) {
        return switch (measure) {
            case REQUESTS, CONCURRENT, WAITING -> 1;
            case TOKENS -> job.reservation.orElseThrow().tokens();
            case COST -> cost(job);
        };
    }

    long active(String scope) {
        return room.jobs.values().stream()
                .filter(job -> job.stands.equals("active") && scopes(job).contains(scope))
                .count();
    }

    private void hold(String holder, long back, long now) {
        held.put(holder, Math.min(back == 0 ? now + HOLD_SLOT_MS : back, now + HOLD_MS));
        holds.put(holder, back);
        room.forgetClosed();
    }

    /** Looks again at whoever has been held until now. */
    void release(long now) {
        held.entrySet().stream()
                .filter(entry -> entry.getValue() <= now)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::unhold);
    }

    void letOn(ModelJob job) {
        if (job.reservation.isPresent()) {
            unhold(job.tenant);
            unhold(job.lane());
        }
    }

    private void unhold(String holder) {
        if (held.containsKey(holder)) {
            room.returning(ModelJob.tenantOf(holder), () -> {
                held.remove(holder);
                holds.remove(holder);
            });
        }
    }
}
