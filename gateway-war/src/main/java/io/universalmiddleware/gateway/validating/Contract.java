package io.universalmiddleware.gateway.validating;

import io.universalmiddleware.gateway.http.Fields;
import org.jspecify.annotations.Nullable;

/** A contract says which requests a route takes. Immutable; safe for many threads. */
interface Contract {

    /** @param path canonical, as the client asked for it */
    Verdict judge(String method, String path, @Nullable String query, Fields request);
}
