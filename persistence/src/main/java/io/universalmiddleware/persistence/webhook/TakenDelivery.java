package io.universalmiddleware.persistence.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A taken delivery is one that a node is to send now.
 *
 * @param claim by which the node settles it; another's, once another has taken it
 * @param endpoint the configuration's entry
 * @param document that entry's
 * @param failing whether the endpoint's last attempt failed
 * @param tries attempts before, since it was last asked for
 * @param secrets as they are kept, the newest first
 */
public record TakenDelivery(
        UUID id,
        long claim,
        UUID endpoint,
        JsonNode document,
        boolean failing,
        UUID message,
        String type,
        String body,
        boolean trial,
        int tries,
        Instant createdAt,
        List<String> secrets) {
    public TakenDelivery {
        secrets = List.copyOf(secrets);
    }

    /** The same with secrets. */
    public TakenDelivery with(List<String> kept) {
        return new TakenDelivery(
                id, claim, endpoint, document, failing, message, type, body, trial, tries, createdAt, kept);
    }
}
