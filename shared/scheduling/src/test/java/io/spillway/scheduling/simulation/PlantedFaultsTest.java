package io.spillway.scheduling.simulation;

import java.util.function.BinaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A simulation that finds nothing proves nothing: each of these mistakes, planted in the scripts, must be found. */
class PlantedFaultsTest {
    private static final int ENOUGH = 1_500;
    private static final int LANES = 2;

    /** A piece of a script, and what is run instead. */
    enum Fault {
        A_SPILL_WITHOUT_A_FENCE("spill", "if job[1] ~= 'leased' or tonumber(job[2]) ~= fence then", "if false then"),
        AN_ENDING_WITHOUT_A_FENCE(
                "ending", "fence and tonumber(fence) == tonumber(ARGV[6]) and (state", "fence and (state"),
        A_RENEWAL_WITHOUT_A_FENCE("renew", "and current == tonumber(fence)", ""),
        A_FENCE_THAT_STANDS_STILL("waiting", "return math.max((tonumber(last or '0') or 0) + 1, micros)", "return 1"),
        A_BENCH_THAT_SHORTENS_ANOTHER("exhaustion", "if back > old then", "if true then"),
        NO_RAMP("exhaustion", "if bench[4] then allow =", "if false then allow ="),
        A_RAMP_THAT_NEVER_ENDS("exhaustion", "call('HSET', at, 'allow', at_once + 1, 'credit', 0)", ""),
        A_RAMP_THAT_ALWAYS_DOUBLES("exhaustion", "or call('HINCRBY', at, 'credit', 1) >= at_once then", "or true then"),
        A_PENALTY_THAT_IS_FORGOTTEN("exhaustion", "    n = n + 1\n", "    n = 1\n"),
        EVERY_CALL_THAT_FAILS_ESCALATES("exhaustion", "not epoch or tonumber(epoch) == current or old <= now", "true"),
        A_SUCCESS_FROM_BEFORE_THE_BENCH_PROVES(
                "settle",
                "epoch ~= '0' and proved ~= fence and has_recorded(ARGV[14], fence or '') then\n"
                        + "    prove(target, key, epoch or '0')",
                "true then prove(target, key, select(5, key_state(target, key)))"),
        A_LAPSE_WITHOUT_A_BARRIER("sweep", "elseif applied >= bar then", "elseif true then"),
        AN_OFFSET_THAT_IS_NOT_CHECKED(
                "settle",
                "if offset < want or want < from then return reply(integer(want)) end",
                "if offset < want then return reply(integer(want)) end"),
        AN_OUTCOME_APPLIED_TWICE("settle", "if offset < want or want < from then return reply(integer(want)) end", ""),
        A_JOB_ENQUEUED_TWICE(
                "schedule",
                "if state == 'queued' or state == 'delayed' then return reply(integer(offset + 1)) end",
                "if state == 'queued' or state == 'delayed' then state = nil end"),
        A_PERMIT_THAT_IS_KEPT("waiting", "    call('ZREM', R .. 'running:' .. target .. '#' .. key, id)\n", ""),
        A_LATER_END_THAT_WINS("settle", "if state == 'ended' then return reply(integer(offset + 1)) end", ""),
        A_FINGERPRINT_THAT_IS_NOT_READ("admit", "if seen[1] ~= fingerprint then", "if false then"),
        A_PRIORITY_TURNED_ROUND("waiting", "accepted + priority * STEP_MS", "accepted - priority * STEP_MS"),
        A_PRIORITY_THAT_COUNTS_ONLY_INSIDE_A_TENANT(
                "waiting", "at + (tonumber(best[2]) % 10 - DEFAULT_PRIORITY) * STEP_TAG", "at"),
        CREDIT_FOR_THE_TIME_A_PLAN_WAS_CLOSED("turn", "if behind > 0 then", "if false then"),
        A_TENANT_THAT_IS_NOT_CHARGED("turn", "local paid = tag + tonumber(first.job[11] or '1')", "local paid = tag"),
        A_WEIGHT_THAT_IS_NOT_READ("turn", "tag + tonumber(first.job[11] or '1')", "tag + 1"),
        A_PRIORITY_THAT_DOES_NOT_CHANGE(
                "settle",
                "turn_of(tonumber(accepted), tonumber(ARGV[12]))",
                "turn_of(tonumber(accepted), tonumber(priority))"),
        A_CHANGE_OF_PRIORITY_THAT_THE_JOB_UNDOES("schedule", "if changed_to then", "if false then"),
        A_DELETED_JOB_IN_THE_LIST(
                "settle",
                "    call('HSET', job, 'del', '1')\n    unlist(id, tenant)\n",
                "    call('HSET', job, 'del', '1')\n"),
        A_DELETED_JOB_THAT_IS_LISTED_AGAIN("schedule", "if not deleted then list", "if true then list"),
        A_JOB_THAT_IS_NOT_LISTED("schedule", "if not deleted then list", "if state == 'accepted' then list"),
        CREDIT_FOR_BEING_AWAY(
                "waiting",
                "if vtime > own then call('HSET', R .. 'tags', tenant, vtime) end\n        tag = math.max(own, vtime)",
                ""),
        A_DELAYED_JOB_THAT_IS_FORGOTTEN("take", "if job[1] == 'delayed' then enqueue(", "if false then enqueue("),
        WHAT_RUNS_IS_NOT_REGISTERED_AGAIN("renew", "if not mine and recovering and", "if false and"),
        A_CANCELLATION_THAT_IS_FORGOTTEN("settle", "  call('HSET', job, 'c', '1')\n", ""),
        A_JOB_THAT_RUNS_PAST_ITS_TIME("take", "and tonumber(job[2]) > now then", "then"),
        A_TURN_THAT_IS_LEFT_TO_NOBODY("take", "if left_to_another(offer, entered, continues) then", "if false then"),
        A_TURN_THAT_IS_LEFT_FOR_LONG("take", "entered + LEFT_MS <= now", "false"),
        NO_PATIENCE("take", "if over > now then", "if false then"),
        RESERVE_KEYS_ALWAYS("permits", "if key >= offer.primary and benched < offer.primary then return end", ""),
        A_WINDOW_THAT_IS_NEVER_FULL("quota", "if used + wants[measure] > tonumber(limit)", "if false"),
        JOBS_AT_ONCE_UNCOUNTED("quota", "over = over or call('SCARD'", "over = over or 0 * call('SCARD'"),
        A_TENANT_THAT_IS_HELD_TOO_LONG("waiting", "if is_held(tenant) then unhold(tenant) end", ""),
        A_WINDOW_WHOSE_END_IS_NOT_SEEN("take", "now, 'LIMIT', 0, HELD_BATCH)) do unhold(", "0)) do unhold("),
        A_KEY_THAT_HOLDS_ITS_TENANT(
                "take", "hold(i == 1 and head.tenant or head.lane, back)", "hold(head.tenant, back)"),
        A_TENANT_THAT_WAITS_IN_THE_ORDER("waiting", "if best[2] and not is_held(tenant) then", "if best[2] then"),
        LIMITS_THAT_ARE_NOT_LEARNED(
                "schedule", "if learn_limits('t:' .. tenant, accepted, ARGV[28]) then", "if false then"),
        A_JOB_THAT_COUNTS_AGAIN("schedule", "if call('HEXISTS', job, 'qw') == 0 then", "if true then"),
        WHAT_WAS_LET_IN_COUNTS("schedule", "if not read_before then drop", "if false then drop"),
        WHAT_RUNS_IS_NOT_COUNTED_AGAIN("renew", "if job[10] and not job[11] then book", "if false then book"),
        WHAT_RUNS_IS_COUNTED_BY_ITS_RETURN("quota", "then book(id, tenant, fence) end", "then end"),
        A_JOB_THAT_COUNTS_UNTRIED("spill", "if attempt == 0 and not job[11] and job[13] then", "if false then"),
        AN_ESTIMATE_THAT_STAYS("settle", "  settle_reservation(id, tenant)\n", ""),
        A_HIDDEN_JOB_THAT_KEEPS_ITS_ESTIMATE("quota", "      unbook(id, job[2])\n", ""),
        A_JOB_THAT_STANDS_TWICE("quota", "call(where == 'queued' and 'SADD' or 'SREM'", "call('SADD'"),
        CALLS_A_MINUTE_UNCOUNTED("take", "if offer.rpm > 0 then call('ZADD'", "if false then call('ZADD'");

        final String script;
        final String piece;
        final String instead;

        Fault(String script, String piece, String instead) {
            this.script = script;
            this.piece = piece;
            this.instead = instead;
        }

        BinaryOperator<String> planted() {
            return (name, text) -> {
                if (!name.equals(script)) {
                    return text;
                }
                assertThat(text).as("the piece of %s.lua to be spoilt", script).contains(piece);
                return text.replace(piece, instead);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void isCaught(Fault fault) throws InterruptedException {
        // Given
        BinaryOperator<String> planted = fault.planted();

        // When
        Seeds.Run run = Seeds.run(LANES, planted, 1, ENOUGH);

        // Then
        assertThat(run.failure()).as("caught within %d seeds", ENOUGH).isPresent();
    }
}
