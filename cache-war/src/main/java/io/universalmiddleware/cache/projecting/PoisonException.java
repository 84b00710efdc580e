package io.universalmiddleware.cache.projecting;

import java.util.Map;

/** The batch holds poison: nothing was written; project it again, knowing it. */
final class PoisonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Map<Poison, Exception> found;

    PoisonException(Map<Poison, Exception> found) {
        super("events that their views cannot take: " + found.keySet());
        this.found = Map.copyOf(found);
    }

    /** Throws if anything was found. */
    static void refuse(Map<Poison, Exception> found) {
        if (!found.isEmpty()) {
            throw new PoisonException(found);
        }
    }

    /** Each with its reason. */
    Map<Poison, Exception> found() {
        return found;
    }
}
