package io.spillway.cloud.provider.openai;

import io.spillway.cloud.provider.ErrorReply;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * One row of the table of failures.
 *
 * @param source the vendor's page, or where it was seen
 */
record FailureRow(String meaning, IntPredicate status, Predicate<ErrorReply> sign, Verdict verdict, String source) {
    boolean matches(ErrorReply reply) {
        return status.test(reply.status()) && sign.test(reply);
    }

    static IntPredicate status(Integer... statuses) {
        Set<Integer> set = Set.of(statuses);
        return set::contains;
    }

    static IntPredicate between(int first, int last) {
        return status -> status >= first && status <= last;
    }

    static Predicate<ErrorReply> always() {
        return _ -> true;
    }

    /** Code, kind and message hold one of these, in lower case. */
    static Predicate<ErrorReply> says(String words) {
        Pattern pattern = Pattern.compile(words);
        return reply -> pattern.matcher(reply.words()).find();
    }
}
