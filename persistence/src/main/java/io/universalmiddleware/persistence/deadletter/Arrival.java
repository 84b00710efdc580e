package io.universalmiddleware.persistence.deadletter;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An arrival is a message that has come to a consumer.
 *
 * @param key of the message; null if it is to be taken whatever its key waits behind
 */
public record Arrival(String consumer, @Nullable String key, UUID message) {}
