package io.universalmiddleware.product.tracing;

import java.util.Map;

/**
 * A span as a collector receives it.
 *
 * @param parent the parent's span id; empty if a trace begins with it
 * @param kind 1 internal, 2 server, 3 client, 4 producer, 5 consumer
 * @param attributes numbers as text
 */
record CollectedSpan(
        String trace, String id, String parent, String name, int kind, Map<String, String> attributes, boolean failed) {
    static final int SERVER = 2;
    static final int PRODUCER = 4;
    static final int CONSUMER = 5;
}
