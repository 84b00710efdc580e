package io.universalmiddleware.gateway.webhook.sending;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a test has opened; the last is closed first. */
final class Opened implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    <T extends AutoCloseable> T keep(T each) {
        open.push(each);
        return each;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }
}
