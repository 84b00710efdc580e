package io.universalmiddleware.hub.listener;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.hub.connection.Transport;
import io.universalmiddleware.hub.protocol.Disconnect;
import io.universalmiddleware.hub.protocol.Encoded;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A response that stays open and tells events.
 *
 * <p>Its head goes out with the first event; until then a closing is answered as a problem, with the status that fits.
 */
final class EventStreamTransport implements Transport {
    private static final int LEAST_RETRY_MILLIS = 500;
    private static final int MOST_RETRY_MILLIS = 3_000;

    private final HttpServerRequest request;
    private final Context context;

    EventStreamTransport(HttpServerRequest request, Context context) {
        this.request = request;
        this.context = context;
    }

    @Override
    public void send(List<Encoded> messages, Consumer<@Nullable Throwable> done) {
        HttpServerResponse response = request.response();
        Buffer events = Buffer.buffer();
        if (!response.headWritten()) {
            response.setChunked(true)
                    .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                    .putHeader("Cache-Control", "no-store")
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("X-Accel-Buffering", "no");
            // Clients that are cut off together come back apart.
            int retry = ThreadLocalRandom.current().nextInt(LEAST_RETRY_MILLIS, MOST_RETRY_MILLIS);
            events.appendString("retry: " + retry + "\n\n");
        }
        messages.forEach(message -> events.appendBytes(message.frame(), message.head(), message.size()));
        response.write(events).onComplete(result -> done.accept(result.cause()));
    }

    @Override
    public void close(Disconnect reason) {
        context.runOnContext(now -> {
            HttpServerResponse response = request.response();
            if (response.ended() || response.closed()) {
                return;
            }
            if (!response.headWritten()) {
                Problems.answer(request, typeFor(reason), reason.reason());
            } else if (reason == Disconnect.SLOW) {
                request.connection().close();
            } else {
                response.end().onComplete(ended -> request.connection().close());
            }
        });
    }

    @Override
    public void execute(Runnable task) {
        context.runOnContext(now -> task.run());
    }

    private static ProblemType typeFor(Disconnect reason) {
        return switch (reason) {
            case INVALID_TOKEN -> ProblemType.UNAUTHENTICATED;
            case PERMISSION_DENIED -> ProblemType.FORBIDDEN;
            case BAD_REQUEST -> ProblemType.INVALID_REQUEST;
            case CONNECTION_LIMIT, TOO_MANY_REQUESTS, CHANNEL_LIMIT -> ProblemType.TOO_MANY_REQUESTS;
            default -> ProblemType.UNAVAILABLE;
        };
    }
}
