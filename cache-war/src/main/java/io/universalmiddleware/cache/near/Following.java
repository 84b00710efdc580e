package io.universalmiddleware.cache.near;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.cache.redis.Announcement;
import io.universalmiddleware.cache.redis.Announcements;
import io.universalmiddleware.cache.redis.CacheEpoch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Following keeps the near cache behind what Redis announces, with one blocking reader.
 *
 * <p>Announcements are numbered without gaps within an epoch. A gap (the node lagged behind the bounded stream), another epoch
 * or a reconnect means that some may have been missed: then everything is dropped.
 */
public final class Following implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Announcements announcements;
    private final CacheEpoch epoch;
    private final NearCache near;
    private final Counter gaps;
    private final Counter reconnects;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean connected;

    public Following(Announcements announcements, CacheEpoch epoch, NearCache near, MeterRegistry meters) {
        this.announcements = announcements;
        this.epoch = epoch;
        this.near = near;
        this.gaps = flushes(meters, "gap");
        this.reconnects = flushes(meters, "reconnect");
        Counter epochs = flushes(meters, "epoch");
        epoch.onChange(() -> {
            near.flush();
            epochs.increment();
        });
    }

    /** Whether it is in touch with Redis. */
    public boolean connected() {
        return connected;
    }

    /** Ends {@link #run} within the time that one blocking read takes. */
    public void stop() {
        stopped.countDown();
    }

    /** Follows until stopped. */
    @Override
    public void run() {
        while (stopped.getCount() > 0) {
            try {
                follow();
            } catch (RuntimeException away) {
                if (connected) {
                    LOG.warn("Announcements of changed rows stopped, trying again: {}", away.toString());
                    connected = false;
                }
                pause();
            }
        }
    }

    private void follow() {
        long position = announcements.position();
        near.flush();
        reconnects.increment();
        connected = true;
        String followed = epoch.current();
        while (stopped.getCount() > 0) {
            List<Announcement> next = announcements.after(position);
            for (Announcement announcement : next) {
                if (!announcement.epoch().equals(followed) || announcement.number() != position + 1) {
                    near.flush();
                    gaps.increment();
                }
                followed = announcement.epoch();
                position = announcement.number();
                near.drop(announcement.ref(), announcement.version());
            }
            if (next.isEmpty()) {
                long end = announcements.position();
                if (!epoch.current().equals(followed)) {
                    followed = epoch.current();
                    position = end;
                    near.flush();
                }
            }
        }
    }

    /** Waits a little before the next try; ends at once when stopped. */
    private void pause() {
        try {
            if (stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                connected = false;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }

    private static Counter flushes(MeterRegistry meters, String reason) {
        return Counter.builder("um.cache.near.flushes")
                .description("Times that the near cache dropped everything")
                .tag("reason", reason)
                .register(meters);
    }
}
