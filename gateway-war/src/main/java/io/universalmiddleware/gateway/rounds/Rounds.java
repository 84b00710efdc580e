package io.universalmiddleware.gateway.rounds;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Rounds are what a thread does again and again, with a pause before each, until another thread stops it. */
public final class Rounds {
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Goes on until it is stopped or interrupted; what a round throws ends it. */
    public void goOn(Duration pause, Runnable round) {
        try {
            while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                round.run();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /** No further round begins. */
    public void stop() {
        stopped.countDown();
    }

    public boolean isStopped() {
        return stopped.getCount() == 0;
    }
}
