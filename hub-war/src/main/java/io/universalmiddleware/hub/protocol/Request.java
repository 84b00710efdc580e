package io.universalmiddleware.hub.protocol;

import org.jspecify.annotations.Nullable;

/** A request is what a client asks of the hub in one command. */
public sealed interface Request {

    /** Begins the session. */
    record Connect(String token) implements Request {}

    /**
     * Asks for a channel's publications.
     *
     * @param since where to continue; null to begin now
     * @param joinLeave whether to tell who comes and goes
     * @param rejectUnrecovered whether to fail where the gap since the position cannot be filled
     * @param plain whether it asks for nothing beyond what this hub has (no tag filter, no map or poll type)
     */
    record Subscribe(
            String channel,
            String token,
            @Nullable Position since,
            boolean joinLeave,
            boolean rejectUnrecovered,
            boolean plain)
            implements Request {}

    record Unsubscribe(String channel) implements Request {}

    /** @param data JSON on one line; empty if the client sent none */
    record Publish(String channel, String data, boolean plain) implements Request {}

    record Presence(String channel) implements Request {}

    record PresenceStats(String channel) implements Request {}

    /**
     * Asks for publications that are past.
     *
     * @param limit 0 for the position only, negative for as many as the hub gives
     * @param reverse whether the newest comes first
     */
    record History(String channel, int limit, @Nullable Position since, boolean reverse) implements Request {}

    record Ping() implements Request {}

    record Send() implements Request {}

    record Rpc(String method) implements Request {}

    record Refresh(String token) implements Request {}

    record SubRefresh(String channel) implements Request {}

    /** Answers the hub's ping. */
    record Pong() implements Request {}

    /** Something this hub has never heard of. */
    record Unknown() implements Request {}
}
