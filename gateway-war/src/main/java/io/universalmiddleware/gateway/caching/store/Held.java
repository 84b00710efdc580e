package io.universalmiddleware.gateway.caching.store;

import io.universalmiddleware.gateway.caching.rule.Vary;

/** What is held under a key. */
public sealed interface Held {

    /** An answer. */
    record Stored(StoredResponse response) implements Held {}

    /** The answers differ by fields of the request: look under the variant's key. */
    record Varies(Vary vary) implements Held {}

    /** Answers to it were not storable a moment ago: requests go on side by side, without waiting for each other. */
    record Uncacheable(String why) implements Held {}
}
