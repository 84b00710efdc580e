package io.universalmiddleware.gateway.control;

import io.universalmiddleware.gateway.definition.Definitions;

/** Serving is what an edge does with a revision. */
@FunctionalInterface
public interface Serving {

    /**
     * Serves all of the definitions from now on, instead of those before. Called by one thread at a time, off the event loops.
     *
     * @throws RuntimeException if they cannot be served; then those before go on being served, and the message is told as reason
     */
    void serve(Definitions definitions);
}
