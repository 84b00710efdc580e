package io.universalmiddleware.product.hub;

import io.universalmiddleware.hub.contract.CommandsContract;
import io.universalmiddleware.hub.contract.DeliveryContract;
import io.universalmiddleware.hub.contract.OfficialClientsContract;
import io.universalmiddleware.hub.contract.RecoveryContract;
import io.universalmiddleware.hub.contract.ServedHub;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** What clients rely on, on the booted product: on the application server's WebSocket endpoint, and through the edge. */
class HubContractE2E {

    @Nested
    @BootedProduct
    class OnTheApplicationServer extends Served {
        OnTheApplicationServer(Product product) {
            super(product, product.stack().addresses().http());
        }
    }

    @Nested
    @BootedProduct
    class ThroughTheEdge extends Served {
        ThroughTheEdge(Product product) {
            super(product, product.edge());
        }
    }

    /** All contracts that need no look into the node. */
    abstract static class Served
            implements CommandsContract, DeliveryContract, RecoveryContract, OfficialClientsContract {
        private final BootedHub hub;

        Served(Product product, URI server) {
            this.hub = new BootedHub(product, server);
        }

        @AfterEach
        void stop() {
            hub.close();
        }

        @Override
        public ServedHub hub() {
            return hub;
        }
    }
}
