package io.universalmiddleware.cache.projecting;

import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a record of the topic {@code events} turns out to be. */
sealed interface Incoming {

    /** An event of an application. */
    record Event(IncomingEvent event) implements Incoming {}

    /**
     * A command is settled.
     *
     * @param data the message's JSON, as it is published
     */
    record Settled(
            TenantId tenant,
            CommandId command,
            String data,
            Instant at,
            @Nullable String traceparent) implements Incoming {}

    /** Not to be understood. */
    record Undecodable(String reason) implements Incoming {}
}
