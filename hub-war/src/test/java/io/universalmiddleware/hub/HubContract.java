package io.universalmiddleware.hub;

import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.hub.contract.CommandsContract;
import io.universalmiddleware.hub.contract.DeliveryContract;
import io.universalmiddleware.hub.contract.EnduranceContract;
import io.universalmiddleware.hub.contract.OfficialClientsContract;
import io.universalmiddleware.hub.contract.RecoveryContract;
import io.universalmiddleware.hub.contract.ServedHub;
import io.universalmiddleware.hub.fixture.ServedNode;
import io.universalmiddleware.hub.fixture.TestNode;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What clients rely on, whatever carries their frames: all contracts, on a node of this process. */
@WithBackends
public abstract class HubContract
        implements CommandsContract, DeliveryContract, RecoveryContract, EnduranceContract, OfficialClientsContract {
    private TestNode node;
    private ServedNode served;

    /** Makes the hub reachable: its WebSocket's address. */
    protected abstract URI serve(TestNode node) throws Exception;

    /** Stops serving. */
    protected abstract void stopServing() throws Exception;

    @BeforeEach
    void start(RedisBackend redis) throws Exception {
        node = TestNode.on(
                redis, "um.hub.history-size", "10", "um.hub.command-burst", "50", "um.hub.pong-timeout", "5m");
        node.clock().stand();
        served = new ServedNode(node, serve(node));
    }

    @AfterEach
    void stop() throws Exception {
        stopServing();
        node.close();
    }

    @Override
    public ServedHub hub() {
        return served;
    }

    @Override
    public TestNode node() {
        return node;
    }
}
