package io.universalmiddleware.gateway.control;

import io.universalmiddleware.gateway.control.Held.Stated;
import io.universalmiddleware.persistence.configuration.Revision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A revision source gives a node the configuration, and takes what the node says of itself. Each call is a transaction. */
interface RevisionSource {

    /** All entries, as of some revision that is not before the one it names. */
    Standing standing();

    /** The number of the last revision; 0 before the first. */
    long last();

    /** The revisions after a number, in their order; at most so many. */
    List<Revision> after(long number, int limit);

    /** Says what a node serves. @return how many nodes are live */
    int report(String node, long revision, @Nullable String problem, Instant startedAt);

    /** Says that a node leaves. */
    void leave(String node);

    /** The entries as they stand: at that revision, or at a later one. */
    record Standing(long revision, List<Stated> entries) {}
}
