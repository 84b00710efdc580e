package io.universalmiddleware.hub.channel;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RScript;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hub's way to Redis: scripts and topics, each answer within a deadline.
 *
 * <p>The client connects on first use, and blocks while it does. So the first use is {@link #probe}, on a thread that may wait; all
 * else fails at once until it has succeeded.
 */
public final class Redis {
    private static final Logger LOG = LoggerFactory.getLogger(Redis.class);

    private final RedissonClient client;
    private final Duration deadline;
    private volatile boolean connected;
    private volatile boolean answering;

    /** @param deadline after which a call has failed */
    public Redis(RedissonClient client, Duration deadline) {
        this.client = client;
        this.deadline = deadline;
    }

    /** Finds out whether Redis answers. May block: not for an event loop. */
    public void probe() {
        boolean before = answering;
        try {
            client.getScript(StringCodec.INSTANCE)
                    .<String>evalAsync(RScript.Mode.READ_ONLY, "return 'PONG'", RScript.ReturnType.VALUE)
                    .toCompletableFuture()
                    .get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            connected = true;
            answering = true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception unreachable) {
            answering = false;
            if (before || !connected) {
                LOG.warn("Redis does not answer: {}", unreachable.toString());
            }
        }
        if (answering && !before) {
            LOG.info("Redis answers");
        }
    }

    /** Whether Redis answered the latest {@link #probe}. */
    public boolean isAnswering() {
        return answering;
    }

    /** Runs a script that answers a list. */
    CompletionStage<List<Object>> run(String script, List<Object> keys, List<String> arguments) {
        if (!connected) {
            return CompletableFuture.failedFuture(new IllegalStateException("not connected to Redis yet"));
        }
        try {
            return client.getScript(StringCodec.INSTANCE)
                    .<List<Object>>evalAsync(
                            RScript.Mode.READ_WRITE, script, RScript.ReturnType.LIST, keys, arguments.toArray())
                    .toCompletableFuture()
                    .copy()
                    .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** A topic, once connected. */
    RTopic topic(String name) {
        if (!connected) {
            throw new IllegalStateException("not connected to Redis yet");
        }
        return client.getTopic(name, StringCodec.INSTANCE);
    }

    Duration deadline() {
        return deadline;
    }
}
