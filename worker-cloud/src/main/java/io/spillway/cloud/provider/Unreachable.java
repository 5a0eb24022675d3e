package io.spillway.cloud.provider;

import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Outcome;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What it means that no answer began. A connection that was never made has cost nothing and will fail for the next job
 * too, so the target rests; one that was made and then broke may have been an accident.
 */
final class Unreachable {
    private Unreachable() {}

    static Outcome outcome(Throwable failure, CallClock clock) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case HttpConnectTimeoutException _ -> unhealthy(clock.unconnected());
            case SSLException _ -> unhealthy("no TLS connection could be agreed on");
            case UnknownHostException _, UnresolvedAddressException _ -> unhealthy("the host name does not resolve");
            case ConnectException refused when unresolved(refused) -> unhealthy("the host name does not resolve");
            case ConnectException _ -> unhealthy("the connection was refused");
            case NoRouteToHostException _ -> unhealthy("there is no route to the host");
            default -> new Outcome.Transient("the connection broke before an answer began", true);
        };
    }

    /** The JDK's client reports an unknown host as a ConnectException around this. */
    private static boolean unresolved(Throwable failure) {
        @Nullable Throwable cause = failure.getCause();
        while (cause != null && !(cause instanceof UnresolvedAddressException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    private static Outcome unhealthy(String detail) {
        return new Outcome.Exhausted(ExhaustionKind.UNHEALTHY, Optional.empty(), detail);
    }
}
