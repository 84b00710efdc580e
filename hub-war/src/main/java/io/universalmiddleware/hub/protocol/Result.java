package io.universalmiddleware.hub.protocol;

import java.util.List;
import java.util.Map;

/** A result answers one command. */
public sealed interface Result {

    record Failed(ErrorCode error) implements Result {}

    /**
     * The session has begun.
     *
     * @param expires whether the client must refresh its token
     * @param ttl seconds until then
     * @param ping seconds between the hub's pings; 0 for none
     * @param pong whether they must be answered
     */
    record Connected(String client, boolean expires, long ttl, int ping, boolean pong) implements Result {}

    /**
     * The subscription has begun.
     *
     * @param position after the publications in this result
     * @param wasRecovering whether the client asked to continue from a position
     * @param recovered whether nothing is missing since that position
     */
    record Subscribed(
            String channel, Position position, List<Publication> publications, boolean wasRecovering, boolean recovered)
            implements Result {}

    record Unsubscribed() implements Result {}

    record Published() implements Result {}

    record Present(Map<String, ClientInfo> clients) implements Result {}

    record PresentCount(long clients, long users) implements Result {}

    record Past(List<Publication> publications, Position position) implements Result {}

    record Pinged() implements Result {}

    record Refreshed(String client, boolean expires, long ttl) implements Result {}
}
