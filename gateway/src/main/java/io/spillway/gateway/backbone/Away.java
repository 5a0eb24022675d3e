package io.spillway.gateway.backbone;

/** Something the gateway depends on does not answer now; nothing is wrong with the request. */
public final class Away extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** The advice to a client that does not know whether its job exists. */
    public static final String COME_AGAIN =
            "Send it again with the same Idempotency-Key: however often it arrives, it is one job.";

    /** @param what who is away, in words a client may read */
    public Away(String what) {
        super(what, null, false, false);
    }
}
