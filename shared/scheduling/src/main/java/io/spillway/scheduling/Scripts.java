package io.spillway.scheduling;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Runs the Lua scripts. Each call shows the last mark that Redis gave this process; a Redis that does not know the mark
 * has lost something, and the script that notices begins the recovery (see {@code prelude.lua}).
 */
final class Scripts {
    /** All keys of the scheduler share this hash tag, so that one script may touch them all. */
    static final String ROOT = "{spillway}:";

    private static final String NOBODY = "";

    /** A script and what it is told. */
    record Call(String name, List<Object> arguments) {
        Call(String name, Object... arguments) {
            this(name, List.of(arguments));
        }

        Call with(Object... more) {
            return new Call(
                    name, Stream.concat(arguments.stream(), Arrays.stream(more)).toList());
        }
    }

    private final UnifiedJedis redis;
    private final String process;
    private final String partitions;
    private final Optional<InstantSource> clock;
    private final ScriptSources sources;
    private final AtomicLong mark = new AtomicLong();
    private volatile boolean recovering = true;

    /**
     * @param process a name no other process has, not even this one after a restart
     * @param clock only for tests: the time the scripts are told instead of Redis' own
     */
    Scripts(UnifiedJedis redis, String process, int partitions, Optional<InstantSource> clock) {
        this(redis, process, partitions, clock, ScriptSources.OWN);
    }

    /** The same with scripts of the caller's, for tests. */
    Scripts(UnifiedJedis redis, String process, int partitions, Optional<InstantSource> clock, ScriptSources sources) {
        this.sources = sources;
        this.redis = redis;
        this.process = process;
        this.partitions = Integer.toString(partitions);
        this.clock = clock;
    }

    UnifiedJedis redis() {
        return redis;
    }

    String process() {
        return process;
    }

    /** Whether the last answer said that something lost is being read again from the log. */
    boolean recovering() {
        return recovering;
    }

    /** Runs one script. */
    Reply call(String name, Object... arguments) {
        return call(new Call(name, arguments));
    }

    /** Runs one script. */
    Reply call(Call call) {
        return reply(evaluate(call, process));
    }

    /** Runs one script that writes nothing. */
    Reply look(String name, Object... arguments) {
        Reply reply = new Reply(evaluate(new Call(name, arguments), NOBODY));
        recovering = reply.recovering();
        return reply;
    }

    /** Runs many scripts, in order, in one round trip. */
    List<Reply> callAll(List<Call> calls) {
        try {
            return pipelined(calls);
        } catch (JedisNoScriptException e) {
            // Redis was restarted since the scripts were loaded. Those that ran before a missing one are idempotent.
            calls.stream()
                    .map(Call::name)
                    .distinct()
                    .forEach(name -> redis.scriptLoad(script(name).source(), ROOT));
            return pipelined(calls);
        } catch (JedisException e) {
            throw unavailable(e);
        }
    }

    private List<Reply> pipelined(List<Call> calls) {
        List<Response<Object>> responses = new ArrayList<>(calls.size());
        try (AbstractPipeline pipeline = redis.pipelined()) {
            calls.forEach(call -> responses.add(
                    pipeline.evalsha(script(call.name()).sha(), List.of(ROOT), arguments(call, process))));
            pipeline.sync();
        }
        return responses.stream().map(response -> reply(response.get())).toList();
    }

    private Object evaluate(Call call, String caller) {
        ScriptSources.Script script = script(call.name());
        List<String> arguments = arguments(call, caller);
        try {
            return redis.evalsha(script.sha(), List.of(ROOT), arguments);
        } catch (JedisNoScriptException e) {
            return evaluateSource(script, arguments);
        } catch (JedisException e) {
            throw unavailable(e);
        }
    }

    private Object evaluateSource(ScriptSources.Script script, List<String> arguments) {
        try {
            return redis.eval(script.source(), List.of(ROOT), arguments);
        } catch (JedisException e) {
            throw unavailable(e);
        }
    }

    private List<String> arguments(Call call, String caller) {
        List<String> args = new ArrayList<>(call.arguments().size() + 4);
        args.add(caller);
        args.add(Long.toString(mark.get()));
        args.add(partitions);
        args.add(clock.map(source -> Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, source.instant())))
                .orElse(""));
        call.arguments().forEach(argument -> args.add(argument.toString()));
        return args;
    }

    private Reply reply(Object raw) {
        Reply reply = new Reply(raw);
        mark.accumulateAndGet(reply.mark(), Math::max);
        recovering = reply.recovering();
        return reply;
    }

    private RedisUnavailable unavailable(JedisException e) {
        return new RedisUnavailable("Redis: " + e.getMessage(), e);
    }

    private ScriptSources.Script script(String name) {
        return sources.script(name);
    }
}
