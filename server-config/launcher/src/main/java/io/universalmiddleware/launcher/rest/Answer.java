package io.universalmiddleware.launcher.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.stores.StoreException;
import java.util.StringJoiner;
import java.util.stream.StreamSupport;

/**
 * What the platform answered.
 *
 * @param json a missing node if there was no body
 */
public record Answer(int status, JsonNode json) {

    /** A member of the body as text; empty if it is not there. */
    public String text(String member) {
        return json.path(member).asText("");
    }

    /** The body. @throws StoreException saying why, if the request was refused */
    public JsonNode accepted() {
        if (status / 100 != 2) {
            throw new StoreException(refusal());
        }
        return json;
    }

    /** A problem (RFC 9457) in one line, and a line for each violation. */
    private String refusal() {
        StringJoiner text = new StringJoiner("\n");
        String detail = text("detail");
        text.add("Refused (" + status + "): " + json.path("title").asText("no reason given")
                + (detail.isEmpty() ? "" : ". " + detail));
        StreamSupport.stream(json.path("violations").spliterator(), false)
                .forEach(v -> text.add("  " + v.path("pointer").asText() + " "
                        + v.path("message").asText()));
        return text.toString();
    }
}
