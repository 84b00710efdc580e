package io.universalmiddleware.bench.hub;

import io.universalmiddleware.bench.BenchException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/** A publisher is one client that publishes on a channel to which a flock is subscribed. */
final class Publisher {
    private static final int ENDS_WITHIN_SECONDS = 20;
    private static final String PADDING = "x".repeat(64);

    private final PublisherSocket socket;
    private final LongFunction<String> message;
    private final Flock flock;
    private final int subscribers;

    /** @param message that publishes the given text */
    Publisher(PublisherSocket socket, LongFunction<String> message, Flock flock, int subscribers) {
        this.socket = socket;
        this.message = message;
        this.flock = flock;
        this.subscribers = subscribers;
    }

    /** The data of a publication: the mark with the time, and some length. */
    static String data(long nanos) {
        return "{\"at\":\"" + LeanSocket.MARK + nanos + "\",\"text\":\"" + PADDING + "\"}";
    }

    /** Publishes at a steady rate, as a schedule that is kept; a publication counts from when it was due. */
    long steadily(int perSecond, Duration length) throws IOException, InterruptedException {
        long before = flock.delivered();
        long gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long begin = System.nanoTime();
        long sent = 0;
        for (long due = 0; due < length.toNanos(); due += gap) {
            while (System.nanoTime() - begin < due) {
                LockSupport.parkNanos(begin + due - System.nanoTime());
            }
            socket.send(message.apply(begin + due));
            sent++;
        }
        return awaitAll(before, sent);
    }

    /** Publishes as fast as the subscribers get it: so many publications are on their way at most. */
    long quickly(int onTheirWay, Duration length) throws IOException, InterruptedException {
        long before = flock.delivered();
        long begin = System.nanoTime();
        long sent = 0;
        while (System.nanoTime() - begin < length.toNanos()) {
            if (sent - (flock.delivered() - before) / subscribers < onTheirWay) {
                socket.send(message.apply(System.nanoTime()));
                sent++;
            } else {
                LockSupport.parkNanos(50_000);
            }
        }
        return awaitAll(before, sent);
    }

    private long awaitAll(long before, long sent) throws InterruptedException {
        long begin = System.nanoTime();
        while (flock.delivered() - before < sent * subscribers) {
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(ENDS_WITHIN_SECONDS)) {
                throw new BenchException("of %d publications to %d subscribers %d deliveries are missing"
                        .formatted(sent, subscribers, sent * subscribers - (flock.delivered() - before)));
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return sent * subscribers;
    }
}
