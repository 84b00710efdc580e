package io.universalmiddleware.hub.endpoint;

import io.universalmiddleware.hub.connection.Connection;
import io.universalmiddleware.hub.connection.Hub;
import io.universalmiddleware.hub.connection.OriginRule;
import io.universalmiddleware.hub.protocol.Codec;
import io.universalmiddleware.hub.protocol.Codecs;
import io.universalmiddleware.hub.protocol.Disconnect;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Joins the container's WebSocket sessions to the hub. */
final class HubSessions {
    static final String PROTOBUF = "centrifuge-protobuf";
    static final String JSON = "centrifuge-json";
    private static final String CONNECTION = "um.hub.connection";

    /** Jakarta WebSocket does not tell whose connection it is. */
    private static final String UNKNOWN_ADDRESS = "";

    private final Hub hub;
    private final Executor blocking;

    /** @param blocking runs what may wait for the network */
    HubSessions(Hub hub, Executor blocking) {
        this.hub = hub;
        this.blocking = blocking;
    }

    /** A session has begun; pages of foreign origins are sent away. */
    void begin(Session session, EndpointConfig config, OriginRule origins) throws IOException {
        if (HubHandshake.allowed(origins, config)) {
            open(session);
        } else {
            refuse(session, Disconnect.PERMISSION_DENIED);
        }
    }

    private void open(Session session) throws IOException {
        Codec codec = PROTOBUF.equals(session.getNegotiatedSubprotocol()) ? Codecs.PROTOBUF : Codecs.JSON;
        if (hub.refusal(UNKNOWN_ADDRESS).isPresent()) {
            refuse(session, Disconnect.SHUTDOWN);
            return;
        }
        Optional<Connection> opened = hub.open(new EndpointTransport(session, codec, blocking), codec);
        if (opened.isEmpty()) {
            refuse(session, Disconnect.SHUTDOWN);
            return;
        }
        Connection connection = opened.get();
        session.setMaxIdleTimeout(0);
        session.setMaxTextMessageBufferSize(hub.limits().messageBytes());
        session.setMaxBinaryMessageBufferSize(hub.limits().messageBytes());
        session.getUserProperties().put(CONNECTION, connection);
        session.addMessageHandler(String.class, (MessageHandler.Whole<String>) connection::receive);
        session.addMessageHandler(byte[].class, (MessageHandler.Whole<byte[]>) connection::receive);
    }

    /** A session is over, for whatever reason. */
    static void closed(Session session) {
        if (session.getUserProperties().get(CONNECTION) instanceof Connection connection) {
            connection.closed();
        }
    }

    /** Ends a session that is not to begin. */
    static void refuse(Session session, Disconnect reason) throws IOException {
        session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(reason.code()), reason.reason()));
    }
}
