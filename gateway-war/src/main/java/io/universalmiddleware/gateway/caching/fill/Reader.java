package io.universalmiddleware.gateway.caching.fill;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A reader reads a {@link Fill} at its own pace. Its pieces come on the thread that asks for them or on the one that brings them,
 * never on two at once.
 */
final class Reader implements Flow.Publisher<byte[]>, Flow.Subscription {
    private final Fill fill;
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicLong demand = new AtomicLong();
    private volatile Flow.@Nullable Subscriber<? super byte[]> subscriber;
    private volatile boolean done;

    /** The number of its next piece, the bytes before it, and whether it was cut: guarded by the fill. */
    long next;

    long read;
    boolean cut;

    Reader(Fill fill) {
        this.fill = fill;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super byte[]> to) {
        to.onSubscribe(this);
        subscriber = to;
        drain();
    }

    @Override
    public void request(long count) {
        if (count > 0) {
            demand.getAndUpdate(now -> now + count < 0 ? Long.MAX_VALUE : now + count);
            drain();
        }
    }

    @Override
    public void cancel() {
        done = true;
        fill.gone(this);
    }

    /** Hands on what is there and wanted. */
    void drain() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            Flow.Subscriber<? super byte[]> to = subscriber;
            if (to != null) {
                hand(to);
            }
            missed = work.addAndGet(-missed);
        } while (missed != 0);
    }

    private void hand(Flow.Subscriber<? super byte[]> to) {
        boolean took = false;
        while (!done && demand.get() > 0) {
            byte[] piece = fill.next(this);
            if (piece == null) {
                break;
            }
            took = true;
            demand.decrementAndGet();
            to.onNext(piece);
        }
        if (took) {
            fill.taken();
        }
        if (!done && fill.isOver(this)) {
            done = true;
            fill.gone(this);
            Throwable failure = fill.failure(this);
            if (failure == null) {
                to.onComplete();
            } else {
                to.onError(failure);
            }
        }
    }
}
