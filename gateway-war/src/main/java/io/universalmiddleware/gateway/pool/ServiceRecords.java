package io.universalmiddleware.gateway.pool;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Service records are what the DNS says of a service (RFC 2782). Never blocks; fails if nobody answers. */
@FunctionalInterface
public interface ServiceRecords {
    /**
     * One server of a service.
     *
     * @param priority lower first
     * @param weight share among those of one priority; 0 is very little
     */
    record ServiceRecord(int priority, int weight, int port, String host) {}

    CompletionStage<List<ServiceRecord>> records(String name);
}
