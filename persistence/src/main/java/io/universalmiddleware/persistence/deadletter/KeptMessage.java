package io.universalmiddleware.persistence.deadletter;

import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A kept message is a message as Kafka brought it, kept for one consumer because it failed or waits behind one that did.
 *
 * @param consumer as in the inbox
 * @param tenant null if it names none
 * @param key what is kept in order; one that begins with {@code #} is the message's own and holds nothing else up
 * @param id of the message, as in the inbox
 * @param type the command's or event's type; may be empty
 * @param command the command that it is, or belongs to
 * @param payload null if it had none
 * @param publishedAt when Kafka had it
 */
public record KeptMessage(
        String consumer,
        @Nullable TenantId tenant,
        String key,
        UUID id,
        String type,
        @Nullable CommandId command,
        @Nullable String traceId,
        Map<String, String> headers,
        byte @Nullable [] payload,
        Instant publishedAt) {

    /** Text as PostgreSQL can hold it: NUL characters are replaced. */
    public KeptMessage {
        key = storable(key);
        type = storable(type);
        Map<String, String> clean = new LinkedHashMap<>();
        headers.forEach((name, value) -> clean.put(storable(name), storable(value)));
        headers = clean;
    }

    /** The same message with a key of its own: nothing waits behind it. */
    public KeptMessage alone() {
        return new KeptMessage(consumer, tenant, "#" + id, id, type, command, traceId, headers, payload, publishedAt);
    }

    /** Whether other messages may have the same key. */
    public boolean parks() {
        return !key.startsWith("#");
    }

    static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
