package io.universalmiddleware.hub.connection;

import io.universalmiddleware.hub.metrics.HubMetrics;
import io.universalmiddleware.hub.protocol.Encoded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outbound queue holds what a connection has still to send, up to a number of bytes.
 *
 * <p>One sending is on its way at a time; what came meanwhile goes together in the next. Order is kept.
 */
final class OutboundQueue {
    private static final int MOST_BYTES_AT_ONCE = 32 * 1024;

    private final Transport transport;
    private final int limit;
    private final HubMetrics metrics;
    private final Runnable failed;
    private final Runnable relieved;
    private final Runnable sendNext = this::sendNext;
    private final Deque<Encoded> waiting = new ArrayDeque<>(1);
    private int bytes;
    private boolean sending;
    private boolean closed;
    private boolean awaited;

    /**
     * @param limit bytes that may wait; the message that exceeds them may come while half of them are free
     * @param failed run when the network refuses
     * @param relieved run when a queue that was found half full no longer is
     */
    OutboundQueue(Transport transport, int limit, HubMetrics metrics, Runnable failed, Runnable relieved) {
        this.transport = transport;
        this.limit = limit;
        this.metrics = metrics;
        this.failed = failed;
        this.relieved = relieved;
    }

    /** Queues a message, unless it does not fit any more: then the client reads too slowly. */
    boolean offer(Encoded message) {
        synchronized (this) {
            if (closed || message.size() == 0) {
                return true;
            }
            if (bytes > limit / 2 && bytes + message.size() > limit) {
                return false;
            }
            waiting.add(message);
            bytes += message.size();
            if (sending) {
                return true;
            }
            sending = true;
        }
        transport.execute(sendNext);
        return true;
    }

    /** Whether it is more than half full; if so, it is told when it no longer is. */
    synchronized boolean isHalfFull() {
        awaited = !closed && bytes > limit / 2;
        return awaited;
    }

    /** Bytes that wait, or are on their way. */
    synchronized int bytes() {
        return closed ? 0 : bytes;
    }

    /** Forgets what waits and takes nothing more. */
    synchronized void close() {
        closed = true;
        waiting.clear();
    }

    private void sendNext() {
        List<Encoded> parts;
        int size;
        synchronized (this) {
            @Nullable Encoded first = waiting.poll();
            if (first == null) {
                sending = false;
                return;
            }
            size = first.size();
            parts = waiting.isEmpty() ? List.of(first) : new ArrayList<>(List.of(first));
            while (!waiting.isEmpty() && size + waiting.element().size() <= MOST_BYTES_AT_ONCE) {
                Encoded part = waiting.remove();
                size += part.size();
                parts.add(part);
            }
        }
        int sent = size;
        metrics.sent(parts.size(), sent);
        transport.send(parts, fault -> done(sent, fault));
    }

    private void done(int size, @Nullable Throwable fault) {
        if (fault != null) {
            failed.run();
            return;
        }
        boolean more;
        boolean relief;
        synchronized (this) {
            bytes -= size;
            more = !waiting.isEmpty();
            sending = more;
            relief = awaited && bytes <= limit / 2;
            awaited &= !relief;
        }
        if (more) {
            transport.execute(sendNext);
        }
        if (relief) {
            relieved.run();
        }
    }
}
