package io.universalmiddleware.hub.endpoint;

import io.universalmiddleware.hub.HubContract;
import io.universalmiddleware.hub.connection.OriginRule;
import io.universalmiddleware.hub.fixture.TestNode;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.ServerContainer;
import org.glassfish.tyrus.spi.ServerContainerFactory;

/** On Tyrus, which is Payara's; the annotated shell itself needs a container and is tested in the booted server. */
class HubEndpointIT extends HubContract {
    private final ExecutorService blocking = Executors.newCachedThreadPool();
    private TyrusServerContainer container;

    @Override
    protected URI serve(TestNode node) throws Exception {
        ServerContainer server = ServerContainerFactory.createServerContainer(Map.of());
        container = (TyrusServerContainer) server;
        server.addEndpoint(ServerEndpointConfig.Builder.create(Shell.class, "/connection/websocket")
                .subprotocols(List.of(HubSessions.PROTOBUF, HubSessions.JSON))
                .configurator(new HubHandshake() {
                    @Override
                    public <T> T getEndpointInstance(Class<T> type) {
                        return type.cast(new Shell(new HubSessions(node.hub(), blocking)));
                    }
                })
                .build());
        server.start("", 0);
        return URI.create("ws://127.0.0.1:" + container.getPort() + "/connection/websocket");
    }

    @Override
    protected void stopServing() {
        container.stop();
        blocking.shutdown();
    }

    /** Does what the annotated endpoint does. */
    public static final class Shell extends Endpoint {
        private final HubSessions sessions;

        Shell(HubSessions sessions) {
            this.sessions = sessions;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            try {
                sessions.begin(session, config, new OriginRule(Set.of()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            HubSessions.closed(session);
        }

        @Override
        public void onError(Session session, Throwable fault) {
            HubSessions.closed(session);
        }
    }
}
