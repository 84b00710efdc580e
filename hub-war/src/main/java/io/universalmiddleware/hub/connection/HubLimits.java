package io.universalmiddleware.hub.connection;

import java.time.Duration;

/**
 * What one connection, and all of them, may use.
 *
 * @param connections on this node
 * @param connectionsPerUser on this node, of one user of one tenant
 * @param messageBytes of one frame from a client
 * @param channels that one connection may be subscribed to
 * @param queueBytes that may wait for one connection
 * @param commandsPerSecond of one connection on average
 * @param commandBurst of one connection at once
 * @param connectWithin time to say who one is
 * @param pingEvery silence after which a client is pinged
 * @param pongWithin time to answer a ping
 * @param expiryGrace time after a token's end in which it can still be refreshed
 */
public record HubLimits(
        int connections,
        int connectionsPerUser,
        int messageBytes,
        int channels,
        int queueBytes,
        int commandsPerSecond,
        int commandBurst,
        Duration connectWithin,
        Duration pingEvery,
        Duration pongWithin,
        Duration expiryGrace) {

    /** Data that one reply may carry from history, so that it fits the queue. */
    public int mostHistoryBytes() {
        return queueBytes / 2;
    }
}
