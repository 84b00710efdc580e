package io.universalmiddleware.gateway.caching.store;

/** A slot is what Redis says of a key. */
public sealed interface Slot {

    /** Something is held. @param soft whether it was purged softly */
    record Copy(Held held, boolean soft) implements Slot {}

    /** Something that this node cannot read: another release wrote it. @param stamp to ask for the lease to replace it */
    record Unreadable(String stamp) implements Slot {}

    /** Nothing, and the caller is to fetch it for all nodes. */
    record Yours(Lease lease) implements Slot {}

    /** Nothing, and another node is fetching it. */
    record Busy() implements Slot {}

    /** Nothing; asked without the wish to fetch it. */
    record Nothing() implements Slot {}
}
