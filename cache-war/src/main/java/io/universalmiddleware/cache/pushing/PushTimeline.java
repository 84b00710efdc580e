package io.universalmiddleware.cache.pushing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.cache.redis.Pushed;
import io.universalmiddleware.persistence.timeline.TimelineEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The push timeline writes down what was pushed for which command, in small batches behind the pushes.
 *
 * <p>Best effort: entries are lost with the process, and with PostgreSQL away once {@value #BOUND} wait; that is counted.
 */
public final class PushTimeline implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(PushTimeline.class);
    private static final String STEP = "pushed";
    private static final int BOUND = 20_000;
    private static final int AT_ONCE = 500;
    private static final long GATHER_MILLIS = 20;

    private final BlockingQueue<TimelineEntry> entries = new ArrayBlockingQueue<>(BOUND);
    private final Consumer<List<TimelineEntry>> save;
    private final Counter lost;
    private volatile boolean stopped;

    /** @param save writes entries in a transaction of its own */
    public PushTimeline(Consumer<List<TimelineEntry>> save, MeterRegistry meters) {
        this.save = save;
        this.lost = Counter.builder("um.cache.push.timeline.lost")
                .description("Timeline entries of pushes that could not be written")
                .register(meters);
    }

    void note(Push push, Pushed pushed, Instant at) {
        if (pushed instanceof Pushed.Known && push.again()) {
            return;
        }
        ObjectNode detail = JsonNodeFactory.instance.objectNode().put("channel", push.channel());
        if (pushed instanceof Pushed.Published published) {
            detail.put("epoch", published.epoch()).put("offset", published.offset());
        } else {
            detail.put("known", true);
        }
        if (!entries.offer(new TimelineEntry(push.command(), at, STEP, detail.toString()))) {
            lost.increment();
        }
    }

    /** Writes until stopped. */
    @Override
    public void run() {
        try {
            while (!stopped) {
                @Nullable TimelineEntry first = entries.poll(500, TimeUnit.MILLISECONDS);
                if (first != null) {
                    Thread.sleep(GATHER_MILLIS);
                    List<TimelineEntry> batch = new ArrayList<>(List.of(first));
                    entries.drainTo(batch, AT_ONCE - 1);
                    write(batch);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    public void stop() {
        stopped = true;
    }

    private void write(List<TimelineEntry> batch) {
        try {
            save.accept(batch);
        } catch (RuntimeException failed) {
            lost.increment(batch.size());
            LOG.warn("{} timeline entries of pushes are lost: {}", batch.size(), failed.toString());
        }
    }
}
