package io.universalmiddleware.persistence.analytics;

import java.util.List;
import java.util.UUID;

/**
 * A batch is what one writer flushes at once. Its number makes sure that it counts once, however often it is flushed.
 *
 * @param writer who flushes: one run of one process
 * @param number greater than that of the batch before
 * @param counts at most one of a minute, tenant, route, origin and status
 */
public record TrafficBatch(
        UUID writer, long number, List<TrafficCount> counts, List<TopPlace> top, List<LoggedRequest> log) {}
