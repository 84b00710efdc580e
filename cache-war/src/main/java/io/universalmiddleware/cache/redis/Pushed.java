package io.universalmiddleware.cache.redis;

/** What became of a push. */
public sealed interface Pushed {

    /** Redis has it, and the channel published it. */
    record Published(String epoch, long offset) implements Pushed {}

    /** Redis has it or something newer, and the channel has published it or something newer before, or is none. */
    record Known() implements Pushed {}

    /** Redis has forgotten since the row was read: read it again and push that. Nothing was written. */
    record Outdated() implements Pushed {}
}
