package io.universalmiddleware.product.faults.cluster;

import io.universalmiddleware.stores.ServerProcess;
import java.time.Duration;

/** A dependency is a store and the link by which all nodes reach it. */
public record Dependency(ServerProcess store, Link link) {

    public String name() {
        return store.name();
    }

    /** Ends the store as {@code kill -9} does; connections are reset and refused from now on. */
    public void kill() {
        store.kill();
        link.refuse();
    }

    /** Starts the store again on its data. */
    public void start() {
        store.start();
        link.heal();
    }

    /** Cuts all nodes off without telling them. */
    public void part() {
        link.swallow();
    }

    /** @param each way */
    public void slow(Duration each) {
        link.delay(each);
    }

    public void heal() {
        link.heal();
    }
}
