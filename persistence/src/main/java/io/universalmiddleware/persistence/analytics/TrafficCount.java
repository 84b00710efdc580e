package io.universalmiddleware.persistence.analytics;

import java.time.Instant;

/**
 * What one minute adds to the counts of a tenant's route, origin and status.
 *
 * @param minute its beginning
 * @param route empty if none took the requests
 * @param origin empty if none was asked
 * @param received bytes of bodies from clients
 * @param sent bytes of bodies to clients
 * @param micros the sum of the durations
 * @param bins the histogram of the durations: the number of a bin times 2^44, plus its count
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record TrafficCount(
        Instant minute,
        String tenant,
        String route,
        String origin,
        int status,
        long requests,
        long received,
        long sent,
        long micros,
        long[] bins) {

    TrafficCount at(Instant beginning) {
        return new TrafficCount(beginning, tenant, route, origin, status, requests, received, sent, micros, bins);
    }
}
