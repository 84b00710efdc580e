package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.contracts.edge.EdgeAnswer;
import io.universalmiddleware.contracts.edge.EdgeRequest;
import io.universalmiddleware.gateway.door.Door;
import io.universalmiddleware.gateway.http.RequestMarks;
import io.universalmiddleware.gateway.http.RequestTarget;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A local call has a handler in this process answer a request; its outcome comes back on the event loop it began on. */
final class LocalCall {
    /** The name under which metrics and logs know what was answered here. */
    static final String NAME = "local";

    private final HttpServerRequest request;
    private final RequestTarget target;
    private final RequestMarks marks;
    private final Door door;
    private final BiConsumer<@Nullable EdgeAnswer, @Nullable Throwable> outcome;
    private final Context loop = Vertx.currentContext();

    /** @param outcome is told the answer, or why there is none */
    LocalCall(
            HttpServerRequest request,
            RequestTarget target,
            RequestMarks marks,
            Door door,
            BiConsumer<@Nullable EdgeAnswer, @Nullable Throwable> outcome) {
        this.request = request;
        this.target = target;
        this.marks = marks;
        this.door = door;
        this.outcome = outcome;
    }

    int maxBody() {
        return door.handler().maxBodyBytes();
    }

    /** The body has come as a whole. */
    void answer(byte[] body) {
        CompletionStage<EdgeAnswer> answering;
        try {
            answering = door.handler().answer(call(body));
        } catch (RuntimeException fault) {
            outcome.accept(null, fault);
            return;
        }
        var unused = answering.whenComplete((answer, fault) -> {
            if (Vertx.currentContext() == loop) {
                outcome.accept(answer, fault);
            } else {
                loop.runOnContext(nothing -> outcome.accept(answer, fault));
            }
        });
    }

    /** The body is larger than the handler reads. */
    void tooLarge() {
        outcome.accept(door.handler().tooLarge(call(new byte[0])), null);
    }

    private EdgeRequest call(byte[] body) {
        return new EdgeRequest(
                request.method().name(),
                target.path(),
                target.query(),
                door.bearer(),
                marks.requestId(),
                marks.trace(),
                request.headers()::getAll,
                body);
    }
}
