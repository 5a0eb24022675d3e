package io.spillway.cloud.provider;

import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.List;

/** What can happen to a request in flight, in the order in which it happens. */
sealed interface Signal {
    /** Status and headers are here. */
    record Head(int status, HttpHeaders headers) implements Signal {}

    /** More of the body is here. */
    record Bytes(List<ByteBuffer> buffers) implements Signal {}

    /** The body is complete. */
    record End() implements Signal {}

    /** The connection could not be made, or broke. */
    record Broken(Throwable cause) implements Signal {}

    /** Somebody wants the call to stop. */
    record Stopped() implements Signal {}
}
