package io.universalmiddleware.hub.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Publications and clients from the JSON in which Redis keeps them. */
public final class StoredPublications {
    private StoredPublications() {}

    /** A publication from its stored form: {@code {"data","tags"?,"time"?,"info"?}}. */
    public static Publication publication(long offset, String stored) throws MalformedFrameException {
        JsonNode json = JsonReading.value(stored);
        @Nullable JsonNode data = json.get("data");
        if (data == null) {
            throw new MalformedFrameException("a publication has data", null);
        }
        @Nullable JsonNode info = JsonReading.member(json, "info");
        return new Publication(
                JsonReading.compact(data),
                offset,
                JsonReading.texts(json, "tags"),
                JsonReading.count(json, "time"),
                info == null ? null : client(info));
    }

    /** A client from its stored form. */
    public static ClientInfo client(String stored) throws MalformedFrameException {
        return client(JsonReading.value(stored));
    }

    /** A client's stored form. */
    public static String store(ClientInfo client) {
        return JsonWriting.info(client);
    }

    /** The JSON text on one line, as clients of every encoding can get it. */
    public static String compact(String json) throws MalformedFrameException {
        return JsonReading.compact(JsonReading.value(json));
    }

    private static ClientInfo client(JsonNode json) throws MalformedFrameException {
        return new ClientInfo(JsonReading.text(json, "user"), JsonReading.text(json, "client"));
    }
}
