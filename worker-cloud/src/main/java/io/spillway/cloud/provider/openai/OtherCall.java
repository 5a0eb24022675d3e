package io.spillway.cloud.provider.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.Incoming;
import io.spillway.contract.outcome.Outcome;

/** One call that is no chat: where it goes, what it takes, and what its answer comes to. */
sealed interface OtherCall permits EmbeddingCall, SpeechCall, ImageCall {
    /** Below the base URL. */
    String path();

    /** The media types it can read. */
    String accepts();

    /** The body, as the target gets it. */
    ObjectNode request();

    /** How it reads JSON and judges refusals. */
    JsonAnswer answer();

    /** What an answer whose status said yes comes to. */
    Outcome read(Incoming incoming, Incoming.Head head) throws CallEnded, InterruptedException;
}
