package io.universalmiddleware.gateway.caching.store;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.api.stream.StreamReadArgs;
import org.redisson.client.codec.StringCodec;

/**
 * A message of a stream in Redis whose messages are numbered from 1 without gaps, within an epoch.
 *
 * @param epoch the field {@code e}
 */
record Numbered(long number, String epoch, Map<String, String> fields) {
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration DEADLINE = Duration.ofSeconds(4);
    private static final int AT_ONCE = 512;

    /**
     * The next messages after a number, in order; waits up to a second for the first. Blocks: for a thread that has nothing else to
     * do. Throws where Redis is away.
     */
    static List<Numbered> after(long number, String stream, RedissonClient redis) {
        StreamReadArgs args = StreamReadArgs.greaterThan(new StreamMessageId(number, Long.MAX_VALUE))
                .count(AT_ONCE)
                .timeout(WAIT);
        return join(redis.<String, String>getStream(stream, StringCodec.INSTANCE)
                        .readAsync(args)
                        .toCompletableFuture())
                .entrySet()
                .stream()
                .map(entry ->
                        new Numbered(entry.getKey().getId0(), entry.getValue().getOrDefault("e", ""), entry.getValue()))
                .sorted(Comparator.comparingLong(Numbered::number))
                .toList();
    }

    /** The outcome of a call, within a few seconds. */
    static <T> T join(CompletableFuture<T> call) {
        try {
            return call.orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException failed) {
            throw new AwayException(failed.getCause());
        }
    }

    /** Redis did not answer. */
    static final class AwayException extends RuntimeException {
        private static final long serialVersionUID = 1;

        AwayException(@Nullable Throwable cause) {
            super(String.valueOf(cause), cause);
        }
    }
}
