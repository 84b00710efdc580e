package io.universalmiddleware.cache.redis;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RStream;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.api.stream.StreamReadArgs;
import org.redisson.client.codec.StringCodec;

/**
 * The announcements of changed rows, as one node reads them.
 *
 * <p>Its methods block, the reading one on a connection of its own: call them from a thread that has nothing else to do. They
 * throw when Redis is away.
 */
public final class Announcements {
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration DEADLINE = Duration.ofSeconds(4);
    private static final int AT_ONCE = 512;

    private final RedisViews views;
    private final RStream<String, String> stream;

    public Announcements(RedissonClient redis, String keyPrefix, RedisViews views) {
        this.views = views;
        this.stream = redis.getStream(new CacheKeys(keyPrefix).announcements(), StringCodec.INSTANCE);
    }

    /** How many the current epoch has; adopts the epoch. */
    public long position() {
        return join(views.position());
    }

    /** The next ones after a number, in order; waits up to a second for the first. */
    public List<Announcement> after(long number) {
        StreamReadArgs args = StreamReadArgs.greaterThan(new StreamMessageId(number, Long.MAX_VALUE))
                .count(AT_ONCE)
                .timeout(WAIT);
        return join(stream.readAsync(args).toCompletableFuture().orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS))
                .entrySet()
                .stream()
                .map(entry -> Announcement.of(entry.getKey().getId0(), entry.getValue()))
                .sorted(Comparator.comparingLong(Announcement::number))
                .toList();
    }

    private static <T> T join(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException failed) {
            throw new AwayException(failed.getCause());
        }
    }
}
