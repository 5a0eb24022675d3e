package io.spillway.testing.provider;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** What the provider answers to each request; called from many threads. */
@FunctionalInterface
public interface Script {
    /** The answer to {@code request}. */
    Reply reply(Received request);

    /** Always the same answer. */
    static Script always(Reply reply) {
        return _ -> reply;
    }

    /**
     * What each of OpenAI's endpoints answers: chats with {@code chat}, embeddings with vectors, speech with the text
     * itself as its bytes, images with red dots.
     */
    static Script endpoints(Reply chat) {
        return request -> {
            String path = request.path();
            if (path.endsWith("/embeddings")) {
                return OtherForms.embeddings(request);
            }
            if (path.endsWith("/audio/speech")) {
                return OtherForms.speech(request);
            }
            if (path.endsWith("/images/generations")) {
                return OtherForms.images(request, "http://" + request.headers().get("host"));
            }
            return path.startsWith(OtherForms.PICTURES) ? OtherForms.picture() : chat;
        };
    }

    /** One answer after the other; the last one repeats. */
    static Script sequence(Reply... replies) {
        AtomicInteger next = new AtomicInteger();
        return _ -> replies[Math.min(next.getAndIncrement(), replies.length - 1)];
    }

    /** This script, but {@code percent} of the requests, drawn by {@code seed} and their number, get {@code failure}. */
    default Script failing(int percent, long seed, Reply failure) {
        return request -> new SplittableRandom(seed * 1_000_003 + request.number()).nextInt(100) < percent
                ? failure
                : reply(request);
    }
}
