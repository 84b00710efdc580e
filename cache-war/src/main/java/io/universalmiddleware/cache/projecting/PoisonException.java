package io.universalmiddleware.cache.projecting;

import java.util.Map;

/** The batch holds poison: nothing was written; project it again without. */
final class PoisonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Map<Poison, Exception> found;

    PoisonException(Map<Poison, Exception> found) {
        super("events that their views cannot take: " + found.keySet());
        this.found = Map.copyOf(found);
    }

    /** Each with its reason. */
    Map<Poison, Exception> found() {
        return found;
    }
}
