package io.universalmiddleware.gateway.access;

import java.net.URI;
import java.util.concurrent.CompletionStage;

/**
 * Fetches an issuer's key set. Only addresses of allowed networks are connected to, no redirect is followed, and no more is read
 * than a key set may have (256 KiB). Ends within its own deadline; never blocks.
 */
@FunctionalInterface
public interface KeySetFetch {

    /** The body of a 200; anything else is a failure. */
    CompletionStage<String> fetch(URI jwks);
}
