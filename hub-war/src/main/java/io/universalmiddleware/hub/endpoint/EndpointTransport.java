package io.universalmiddleware.hub.endpoint;

import io.universalmiddleware.hub.connection.Transport;
import io.universalmiddleware.hub.protocol.Codec;
import io.universalmiddleware.hub.protocol.Disconnect;
import io.universalmiddleware.hub.protocol.Encoded;
import jakarta.websocket.CloseReason;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A WebSocket session of the container: one asynchronous send at a time, so its own queue stays empty. */
final class EndpointTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointTransport.class);

    private final Session session;
    private final Codec codec;
    private final Executor blocking;

    /** @param blocking runs the closing, which waits for the network */
    EndpointTransport(Session session, Codec codec, Executor blocking) {
        this.session = session;
        this.codec = codec;
        this.blocking = blocking;
    }

    @Override
    public void send(List<Encoded> messages, Consumer<@Nullable Throwable> done) {
        Encoded message = codec.join(messages);
        SendHandler handler = result -> done.accept(result.isOK() ? null : result.getException());
        try {
            if (message.isText()) {
                session.getAsyncRemote().sendText(message.text(), handler);
            } else {
                session.getAsyncRemote().sendBinary(message.bytes(), handler);
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
