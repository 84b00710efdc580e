package io.universalmiddleware.gateway.caching;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;

/** An origin's body whose pieces come when the test says so. */
final class TestBody implements Flow.Publisher<byte[]>, Flow.Subscription {
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private Flow.Subscriber<? super byte[]> subscriber;
    private long demand;
    private boolean last;
    private boolean handing;
    volatile boolean cancelled;

    static TestBody of(String text) {
        return new TestBody().send(text).end();
    }

    TestBody send(String text) {
        synchronized (this) {
            pieces.add(text.getBytes(StandardCharsets.UTF_8));
        }
        hand();
        return this;
    }

    TestBody end() {
        synchronized (this) {
            last = true;
        }
        hand();
        return this;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super byte[]> to) {
        synchronized (this) {
            subscriber = to;
        }
        to.onSubscribe(this);
        hand();
    }

    @Override
    public void request(long count) {
        synchronized (this) {
            demand += count;
        }
        hand();
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    private void hand() {
        while (true) {
            byte[] piece;
            synchronized (this) {
                if (handing || subscriber == null || cancelled) {
                    return;
                }
                piece = demand > 0 ? pieces.poll() : null;
                if (piece == null && !(last && pieces.isEmpty())) {
                    return;
                }
                handing = true;
                demand -= piece == null ? 0 : 1;
            }
            if (piece == null) {
                subscriber.onComplete();
                return;
            }
            subscriber.onNext(piece);
            synchronized (this) {
                handing = false;
            }
        }
    }
}
