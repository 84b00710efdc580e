package io.universalmiddleware.gateway.caching.fill;

import io.universalmiddleware.gateway.caching.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/** What became of a flight. */
public sealed interface Outcome {

    /**
     * There is an answer as a whole.
     *
     * @param soft whether it was purged softly
     * @param status of the origin; 0 if it was not asked
     */
    record Found(StoredResponse response, boolean soft, int status) implements Outcome {}

    /** The answer's head is there, and its body is coming. */
    record Filling(Fill fill) implements Outcome {}

    /**
     * The answer is for one client only, or none: every other one goes on to the origin by itself.
     *
     * @param reply for whoever began the flight; null if another node asked
     * @param why a token
     */
    record Alone(@Nullable Reply reply, int status, String why) implements Outcome {}

    /** More is known of the key now: look again. */
    record Again() implements Outcome {}

    /** The origin gave no answer. */
    record Failed(Throwable cause) implements Outcome {}
}
