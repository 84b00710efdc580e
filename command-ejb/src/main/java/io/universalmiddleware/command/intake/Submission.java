package io.universalmiddleware.command.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.contracts.id.AggregateRef;

/**
 * A submission is a command that was read and found valid.
 *
 * @param payload JSON
 * @param request the request as a whole
 */
record Submission(String type, int version, AggregateRef aggregate, String payload, JsonNode request) {

    /** Tells the request from others; made only where it is asked for, since most requests bring no key. */
    byte[] fingerprint() {
        return CanonicalJson.fingerprint(request);
    }
}
