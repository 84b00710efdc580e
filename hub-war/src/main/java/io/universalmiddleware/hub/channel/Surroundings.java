package io.universalmiddleware.hub.channel;

import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.hub.metrics.HubMetrics;
import java.time.Clock;
import java.time.Duration;

/**
 * What a local channel needs of the node.
 *
 * @param mostRecoveredBytes data that a subscriber may get at once when it continues; beyond that it is told of a gap
 * @param mostStale time without word from Redis after which subscribers are told of a gap
 */
record Surroundings(
        Channels channels,
        ChannelStore store,
        Topics topics,
        HubMetrics metrics,
        Spans spans,
        Clock clock,
        long mostRecoveredBytes,
        Duration mostStale) {}
