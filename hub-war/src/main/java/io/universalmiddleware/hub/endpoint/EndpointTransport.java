package io.universalmiddleware.hub.endpoint;

import io.universalmiddleware.hub.connection.Transport;
import io.universalmiddleware.hub.protocol.Disconnect;
import io.universalmiddleware.hub.protocol.Encoded;
import jakarta.websocket.CloseReason;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A WebSocket session of the container: one asynchronous send at a time, so its own queue stays empty. */
final class EndpointTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointTransport.class);

    private final Session session;
    private final Executor blocking;

    /** @param blocking runs the closing, which waits for the network */
    EndpointTransport(Session session, Executor blocking) {
        this.session = session;
        this.blocking = blocking;
    }

    @Override
    public void send(Encoded frame, Consumer<@Nullable Throwable> done) {
        SendHandler handler = result -> done.accept(result.isOK() ? null : result.getException());
        try {
            if (frame instanceof Encoded.Text text) {
                session.getAsyncRemote().sendText(text.text(), handler);
            } else {
                session.getAsyncRemote().sendBinary(ByteBuffer.wrap(((Encoded.Binary) frame).bytes()), handler);
            }
        } catch (RuntimeException closed) {
            done.accept(closed);
        }
    }

    @Override
    public void close(Disconnect reason) {
        blocking.execute(() -> {
            try {
                if (session.isOpen()) {
                    session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(reason.code()), reason.reason()));
                }
            } catch (IOException | RuntimeException gone) {
                LOG.debug("Session {} was gone before it was closed", session.getId(), gone);
            }
        });
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }
}
