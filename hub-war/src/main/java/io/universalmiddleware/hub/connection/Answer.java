package io.universalmiddleware.hub.connection;

import io.universalmiddleware.hub.protocol.ErrorCode;
import io.universalmiddleware.hub.protocol.Result;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a command.
 *
 * @param result to reply; null if the reply has been sent already, or there is none
 */
record Answer(@Nullable Result result) {
    private static final Answer SENT = new Answer(null);

    static Answer sent() {
        return SENT;
    }

    static Answer of(Result result) {
        return new Answer(result);
    }

    static Answer of(ErrorCode error) {
        return new Answer(new Result.Failed(error));
    }

    CompletionStage<Answer> now() {
        return CompletableFuture.completedStage(this);
    }
}
