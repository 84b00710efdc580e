package io.universalmiddleware.cache.redis;

import io.universalmiddleware.cache.view.ViewValue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A slot is what Redis says of a row's copy. */
public sealed interface Slot {

    /**
     * There is a copy.
     *
     * @param left until it expires
     * @param age since it was written
     * @param refresh the lease to refresh it early with; null if the caller need not
     */
    record Copy(
            ViewValue value,
            Duration left,
            Duration age,
            @Nullable Lease refresh) implements Slot {}

    /** There is none, and the caller is to load the row for all. */
    record Yours(Lease lease) implements Slot {}

    /** There is none, and another one is loading the row. */
    record Busy() implements Slot {}
}
