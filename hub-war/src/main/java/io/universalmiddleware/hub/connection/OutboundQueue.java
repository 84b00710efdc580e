package io.universalmiddleware.hub.connection;

import io.universalmiddleware.hub.metrics.HubMetrics;
import io.universalmiddleware.hub.protocol.Codec;
import io.universalmiddleware.hub.protocol.Encoded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outbound queue holds what a connection has still to send, up to a number of bytes.
 *
 * <p>One frame is on its way at a time; what came meanwhile goes together in the next. Order is kept.
 */
final class OutboundQueue {
    private static final int MOST_FRAME_BYTES = 32 * 1024;

    private final Transport transport;
    private final Codec codec;
    private final int limit;
    private final HubMetrics metrics;
    private final Runnable failed;
    private final Runnable relieved;
    private final Deque<Encoded> waiting = new ArrayDeque<>();
    private int bytes;
    private boolean sending;
    private boolean closed;
    private boolean awaited;

    /**
     * @param limit bytes that may wait; the message that exceeds them may come while half of them are free
     * @param failed run when the network refuses a frame
     * @param relieved run when a queue that was found half full no longer is
     */
    OutboundQueue(Transport transport, Codec codec, int limit, HubMetrics metrics, Runnable failed, Runnable relieved) {
        this.transport = transport;
        this.codec = codec;
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
        transport.execute(this::sendNext);
        return true;
    }

    /** Whether it is more than half full; if so, it is told when it no longer is. */
    synchronized boolean isHalfFull() {
        awaited = !closed && bytes > limit / 2;
        return awaited;
    }

    /** Forgets what waits and takes nothing more. */
    synchronized void close() {
        closed = true;
        waiting.clear();
    }

    private void sendNext() {
        List<Encoded> parts = new ArrayList<>();
        int size = 0;
        synchronized (this) {
            while (!waiting.isEmpty() && (size == 0 || size + waiting.element().size() <= MOST_FRAME_BYTES)) {
                Encoded part = waiting.remove();
                size += part.size();
                parts.add(part);
            }
            if (parts.isEmpty()) {
                sending = false;
                return;
            }
        }
        int sent = size;
        metrics.sent(parts.size(), sent);
        transport.send(codec.join(parts), fault -> done(sent, fault));
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
            transport.execute(this::sendNext);
        }
        if (relief) {
            relieved.run();
        }
    }
}
