package io.universalmiddleware.hub.endpoint;

import io.universalmiddleware.hub.boot.HubBoot;
import io.universalmiddleware.hub.boot.HubNode;
import io.universalmiddleware.hub.protocol.Disconnect;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.util.Optional;

/** The hub on the container's own listener: the same protocol and path as on the hub's port. */
@Dependent
@ServerEndpoint(
        value = "/connection/websocket",
        subprotocols = {HubSessions.PROTOBUF, HubSessions.JSON},
        configurator = HubHandshake.class)
public class HubEndpoint {
    private final HubBoot boot;

    @Inject
    public HubEndpoint(HubBoot boot) {
        this.boot = boot;
    }

    @OnOpen
    public void opened(Session session, EndpointConfig config) throws IOException {
        Optional<HubNode> node = boot.node();
        if (node.isEmpty()) {
            HubSessions.refuse(session, Disconnect.NOT_AVAILABLE);
        } else {
            new HubSessions(node.get().hub(), boot.blocking()).begin(session, config, boot.origins());
        }
    }

    @OnClose
    public void closed(Session session) {
        HubSessions.closed(session);
    }

    @OnError
    public void failed(Session session, Throwable fault) {
        HubSessions.closed(session);
    }
}
