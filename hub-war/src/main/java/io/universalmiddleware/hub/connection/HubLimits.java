package io.universalmiddleware.hub.connection;

import java.time.Duration;

/**
 * What one connection, and all of them, may use.
 *
 * @param admission of connections to this node
 * @param connectionsPerUser on this node, of one user of one tenant
 * @param connectionsPerTenant on this node, of all users of one tenant
 * @param messageBytes of one frame from a client
 * @param channels that one connection may be subscribed to
 * @param queueBytes that may wait for one connection
 * @param allQueueBytes that may wait for all connections of this node together
 * @param commandsPerSecond of one connection on average
 * @param commandBurst of one connection at once
 * @param connectWithin time to say who one is
 * @param pingEvery silence after which a client is pinged
 * @param pongWithin time to answer a ping
 * @param expiryGrace time after a token's end in which it can still be refreshed
 */
public record HubLimits(
        AdmissionLimits admission,
        int connectionsPerUser,
        int connectionsPerTenant,
        int messageBytes,
        int channels,
        int queueBytes,
        long allQueueBytes,
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
