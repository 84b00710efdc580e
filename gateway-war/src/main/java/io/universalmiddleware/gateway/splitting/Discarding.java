package io.universalmiddleware.gateway.splitting;

import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Reads a body that nobody wants, so that its connection can be used again; a long one is cancelled. */
final class Discarding implements Flow.Subscriber<byte[]> {
    private static final int ENOUGH = 262_144;

    private final Runnable done;
    private Flow.@Nullable Subscription subscription;
    private int read;
    private boolean ended;

    /** @param done is run once, when it is over */
    Discarding(Runnable done) {
        this.done = done;
    }

    @Override
    public void onSubscribe(Flow.Subscription to) {
        subscription = to;
        to.request(1);
    }

    @Override
    public void onNext(byte[] piece) {
        read += piece.length;
        if (subscription != null && read <= ENOUGH) {
            subscription.request(1);
        } else if (subscription != null) {
            subscription.cancel();
            end();
        }
    }

    @Override
    public void onError(Throwable fault) {
        end();
    }

    @Override
    public void onComplete() {
        end();
    }

    private void end() {
        if (!ended) {
            ended = true;
            done.run();
        }
    }
}
