package io.universalmiddleware.hub.listener;

import io.universalmiddleware.hub.HubContract;
import io.universalmiddleware.hub.connection.ClientAddress;
import io.universalmiddleware.hub.connection.OriginRule;
import io.universalmiddleware.hub.fixture.TestNode;
import java.net.URI;
import java.util.Set;

class HubListenerIT extends HubContract {
    private HubListener listener;

    @Override
    protected URI serve(TestNode node) {
        listener = new HubListener(node.hub(), new OriginRule(Set.of()), new ClientAddress(Set.of()), 0);
        listener.start("127.0.0.1", 0).toCompletionStage().toCompletableFuture().join();
        return URI.create("ws://127.0.0.1:" + listener.port() + "/connection/websocket");
    }

    @Override
    protected void stopServing() {
        listener.stop().toCompletionStage().toCompletableFuture().join();
    }
}
