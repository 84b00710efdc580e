package io.universalmiddleware.gateway.caching.fill;

import io.universalmiddleware.gateway.http.Fields;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Asking sends a client's {@code GET} to its origin, out of band: it goes on when the client is gone. */
public interface Asking {

    /**
     * Asks; may be called again when it has answered. Fails if there is no answer.
     *
     * @param change is given the fields of the request before it is sent
     */
    CompletionStage<Reply> ask(Consumer<Fields> change);
}
