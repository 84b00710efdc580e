package io.universalmiddleware.gateway.pool;

import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agenda says what is to be looked at now: whatever is due by time, and whatever has called since it was last looked at. What is at
 * rest costs nothing.
 */
final class Agenda {
    private static final Logger LOG = LoggerFactory.getLogger(Agenda.class);
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Something that is looked at now and then. */
    abstract static class Item {
        private final AtomicBoolean called = new AtomicBoolean();
        private int turn;
        private boolean failing;

        /**
         * Does what is due. Where it throws, it is looked at again a second later.
         *
         * @return when something is due again, on the ticker
         */
        abstract long look();

        /** Whether it is never looked at again. */
        abstract boolean isGone();
    }

    /** @param turn of the item; an entry of an earlier one is void */
    private record Entry(long dueNanos, Item item, int turn) {}

    // by differences, since the ticker may wrap
    private final PriorityQueue<Entry> byTime =
            new PriorityQueue<>((one, other) -> Long.signum(one.dueNanos - other.dueNanos));
    private final Queue<Item> callers = new ConcurrentLinkedQueue<>();

    /** Has an item looked at soon, whatever its time. From any thread. */
    void call(Item item) {
        if (item.called.compareAndSet(false, true)) {
            callers.add(item);
        }
    }

    /** Looks at what is to be looked at. One thread at a time. */
    void look(long nowNanos) {
        // whoever calls from now on, while it is looked at too, is looked at the next time
        for (int left = callers.size(); left > 0; left--) {
            Item caller = callers.remove();
            caller.called.set(false);
            look(caller, nowNanos);
        }
        for (Entry first = byTime.peek(); first != null && nowNanos - first.dueNanos >= 0; first = byTime.peek()) {
            byTime.remove();
            if (first.turn == first.item.turn) {
                look(first.item, nowNanos);
            }
        }
    }

    private void look(Item item, long nowNanos) {
        item.turn++;
        if (!item.isGone()) {
            byTime.add(new Entry(due(item, nowNanos), item, item.turn));
        }
    }

    private static long due(Item item, long nowNanos) {
        try {
            long due = item.look();
            item.failing = false;
            return due;
        } catch (RuntimeException fault) {
            if (!item.failing) {
                LOG.error("{} cannot be looked at; it is tried again every second", item, fault);
            }
            item.failing = true;
            return nowNanos + AGAIN_NANOS;
        }
    }
}
