package io.universalmiddleware.persistence.webhook;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * What a node can take on.
 *
 * @param until when others may take it all the same
 * @param each at most so many under way to one endpoint; one to an endpoint that fails
 * @param underWay how many are, by endpoint
 * @param room at most so many in all
 * @param failing at most so many of them to endpoints that fail
 */
public record TakeRequest(Instant now, Instant until, int each, Map<UUID, Integer> underWay, int room, int failing) {
    public TakeRequest {
        underWay = Map.copyOf(underWay);
    }
}
