package io.universalmiddleware.product.nodes;

import io.universalmiddleware.product.edge.ServedTenant;
import java.util.List;

/** Visitors read what a tenant serves from an origin of its own, until they are told to stop; every other answer than 200 is a failure. */
final class Visitors implements AutoCloseable {
    private static final int COUNT = 4;
    private static final long PAUSE_MILLIS = 50;

    private final Participants visitors = new Participants();

    /** They begin at once. */
    Visitors(ServedTenant tenant) {
        visitors.begin(COUNT, visitor -> {
            while (!visitors.stopsWithin(PAUSE_MILLIS)) {
                visitors.gets("a visit", () -> tenant.get("/visited"), 200);
            }
        });
    }

    int requests() {
        return visitors.requests();
    }

    List<String> failures() {
        return visitors.failures();
    }

    @Override
    public void close() throws InterruptedException {
        visitors.close();
    }

    @Override
    public String toString() {
        return visitors.toString();
    }
}
