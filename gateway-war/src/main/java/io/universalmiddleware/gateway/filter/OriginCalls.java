package io.universalmiddleware.gateway.filter;

import java.util.concurrent.CompletionStage;

/**
 * Sends requests of the edge's own to origins, as a client's would be sent: through the pool, with the route's timeouts and
 * retries. Safe from any thread; outcomes may come on any.
 */
public interface OriginCalls {

    /** Asks. Exceptionally with {@link OriginFailedException} if there is no valid answer. */
    CompletionStage<OriginAnswer> call(OriginRequest request);
}
