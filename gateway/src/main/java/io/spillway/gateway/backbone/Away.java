package io.spillway.gateway.backbone;

/** Something the gateway depends on does not answer now; nothing is wrong with the request. */
public final class Away extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param what who is away, in words a client may read */
    public Away(String what) {
        super(what, null, false, false);
    }
}
