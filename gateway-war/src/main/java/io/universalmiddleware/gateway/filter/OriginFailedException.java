package io.universalmiddleware.gateway.filter;

import io.universalmiddleware.gateway.http.Refusal;

/** An origin gave no answer; the refusal is what a client would be told. */
public final class OriginFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    public OriginFailedException(Refusal refusal) {
        super(refusal.detail(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
