package io.universalmiddleware.gateway.pool;

import java.time.Instant;
import java.util.List;

/**
 * The state of one target's address.
 *
 * @param state {@code up}, {@code down} (fails its checks) or {@code ejected} (failed requests)
 * @param since when it became so
 * @param reason why, for people
 * @param latencyMicros moving average to the head of an answer, that follows peaks
 * @param changes the latest, oldest first
 */
public record TargetState(
        String url,
        String address,
        int weight,
        boolean backup,
        String state,
        Instant since,
        String reason,
        int inFlight,
        long latencyMicros,
        long answered,
        long failed,
        List<MemberChange> changes) {}
