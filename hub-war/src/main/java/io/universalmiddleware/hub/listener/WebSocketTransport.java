package io.universalmiddleware.hub.listener;

import io.universalmiddleware.hub.connection.Transport;
import io.universalmiddleware.hub.protocol.Disconnect;
import io.universalmiddleware.hub.protocol.Encoded;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A WebSocket of the hub's own listener. */
final class WebSocketTransport implements Transport {
    private final ServerWebSocket socket;
    private final Context context;

    WebSocketTransport(ServerWebSocket socket, Context context) {
        this.socket = socket;
        this.context = context;
    }

    @Override
    public void send(Encoded frame, Consumer<@Nullable Throwable> done) {
        Future<Void> sent = frame instanceof Encoded.Text text
                ? socket.writeTextMessage(text.text())
                : socket.writeBinaryMessage(Buffer.buffer(((Encoded.Binary) frame).bytes()));
        sent.onComplete(result -> done.accept(result.cause()));
    }

    @Override
    public void close(Disconnect reason) {
        context.runOnContext(now -> {
            if (!socket.isClosed()) {
                socket.close(reason.code(), reason.reason());
            }
        });
    }

    @Override
    public void execute(Runnable task) {
        context.runOnContext(now -> task.run());
    }
}
