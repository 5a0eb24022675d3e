package io.spillway.cloud.provider;

import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.call.TokenSink;
import io.spillway.contract.outcome.Outcome;
import java.net.http.HttpRequest;

/**
 * Tells a provider whose trace a call belongs to: every request that is made for it carries the job's {@code
 * traceparent}, as it came with the job.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
 */
public final class TracedCaller implements ModelCaller {
    private static final ScopedValue<String> TRACE = ScopedValue.newInstance();
    private static final String HEADER = "traceparent";

    private final ModelCaller caller;

    public TracedCaller(ModelCaller caller) {
        this.caller = caller;
    }

    @Override
    public Outcome call(ModelCall call, TokenSink tokens, StopSignal stop) {
        if (call.trace().isEmpty()) {
            return caller.call(call, tokens, stop);
        }
        return ScopedValue.where(TRACE, call.trace().get()).call(() -> caller.call(call, tokens, stop));
    }

    /** The request, with the trace of the call that is being made on this thread, if that is to be told. */
    static HttpRequest traced(HttpRequest request) {
        return TRACE.isBound()
                ? HttpRequest.newBuilder(request, (_, _) -> true)
                        .setHeader(HEADER, TRACE.get())
                        .build()
                : request;
    }
}
