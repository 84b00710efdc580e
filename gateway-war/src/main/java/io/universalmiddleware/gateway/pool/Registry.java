package io.universalmiddleware.gateway.pool;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The registry is where processes say that they are there. Never blocks; fails if it cannot be asked. */
@FunctionalInterface
public interface Registry {
    /** The instances of a service whose heartbeat is fresh. */
    CompletionStage<List<URI>> instances(String service);
}
