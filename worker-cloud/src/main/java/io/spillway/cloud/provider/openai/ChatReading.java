package io.spillway.cloud.provider.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.guard.Allowances;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.Incoming;
import io.spillway.contract.call.TokenSink;
import io.spillway.contract.outcome.Outcome;
import java.time.Instant;

/**
 * Reads the answer to a chat, whole or streamed, from its head to its outcome.
 *
 * @param request the request in OpenAI's fields, to count its tokens where the provider does not
 * @param stream whether somebody follows the tokens
 */
public record ChatReading(ObjectNode request, boolean stream, OpenAiFailures failures, Dialect dialect) {
    /** Reads it to its end; text goes to {@code tokens} as it comes if somebody follows it. */
    public Outcome read(Incoming incoming, TokenSink tokens) throws CallEnded, InterruptedException {
        Incoming.Head head = incoming.head();
        if (!head.ok()) {
            return failures.outcome(incoming.error(head));
        }
        Instant came = failures.now();
        Outcome outcome = read(incoming, head, tokens);
        return outcome instanceof Outcome.Completed done ? done.with(Allowances.of(head.headers(), came)) : outcome;
    }

    private Outcome read(Incoming incoming, Incoming.Head head, TokenSink tokens)
            throws CallEnded, InterruptedException {
        ChatAnswer answer = new ChatAnswer(request, failures);
        // Some servers answer a request for a stream with a whole answer all the same.
        return stream && !head.mediaType().equals("application/json")
                ? new StreamedAnswer(answer, tokens, dialect).read(incoming, head)
                : new WholeAnswer(answer, stream ? tokens : _ -> {}, dialect).read(incoming, head);
    }
}
