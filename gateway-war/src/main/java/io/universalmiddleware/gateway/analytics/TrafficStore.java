package io.universalmiddleware.gateway.analytics;

import io.universalmiddleware.persistence.analytics.TrafficBatch;
import io.universalmiddleware.persistence.analytics.TrafficPartitions.Table;
import java.time.Instant;
import java.time.LocalDate;

/** Where traffic is written to. Each method is a transaction of its own, and fails with a runtime exception. */
interface TrafficStore {

    /** Adds a batch: all of it, or nothing if it was added before. */
    void add(TrafficBatch batch);

    /** Makes sure that there is the partition that begins with a day. */
    void addPartition(Table table, LocalDate first);

    /** Drops a partition all of which is before a time; answers whether there was one. */
    boolean dropOne(Table table, Instant before);

    /** Forgets writers that have not written for days. */
    void forgetWriters();
}
