package io.universalmiddleware.gateway.pool;

import io.universalmiddleware.gateway.http.Refusal;

/** Is told what a pool has picked, or why nothing. Exactly one of the two, once. */
public interface Picking {

    /** The attempt is the caller's from here on, who ends it. */
    void picked(Attempt attempt);

    /** Nobody can be asked now. */
    void refused(Refusal refusal);
}
