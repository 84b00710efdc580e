package io.universalmiddleware.gateway.limiting;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.codec.StringCodec;

/** The counts that all nodes share, in Redis: one call, one round trip, an answer or a failure within a bound. */
final class SharedLimits {
    private static final String SHA = sha1(LimitScript.TEXT);
    private static final String NAMESPACE = "edge:limit:{limits}:";

    private static final List<Check> PROBE = probe();

    private final RedissonClient redis;
    private final String prefix;

    /** @param prefix what every key of this deployment begins with */
    SharedLimits(RedissonClient redis, String prefix) {
        this.redis = redis;
        this.prefix = prefix + NAMESPACE;
    }

    /**
     * Decides a batch: an answer for each request, none for what is given back. The client connects on its first call and holds the
     * caller meanwhile: that one is {@link #probe}.
     *
     * @param now the time in milliseconds; 0 for that of Redis
     */
    CompletableFuture<List<Answer>> decide(List<Check> checks, long now, Duration bound) {
        Batch batch = new Batch(checks, prefix);
        return run(batch.keys(), batch.arguments(now), bound).thenApply(batch::answers);
    }

    /** Counts a request of nobody, which finds out whether Redis also writes. May block: not for an event loop. */
    CompletableFuture<List<Answer>> probe(Duration bound) {
        return decide(PROBE, 0, bound);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the failure is handled in place
    private CompletableFuture<List<Object>> run(List<Object> keys, Object[] arguments, Duration bound) {
        return evaluate(keys, arguments)
                .handle((answer, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(answer);
                    }
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    return cause instanceof RedisNoScriptException
                            ? redis.getScript(StringCodec.INSTANCE)
                                    .scriptLoadAsync(LimitScript.TEXT)
                                    .toCompletableFuture()
                                    .thenCompose(loaded -> evaluate(keys, arguments))
                            : CompletableFuture.<List<Object>>failedFuture(cause);
                })
                .thenCompose(answer -> answer)
                .orTimeout(bound.toNanos(), TimeUnit.NANOSECONDS);
    }

    private CompletableFuture<List<Object>> evaluate(List<Object> keys, Object[] arguments) {
        try {
            return redis.getScript(StringCodec.INSTANCE)
                    .<List<Object>>evalShaAsync(RScript.Mode.READ_WRITE, SHA, RScript.ReturnType.LIST, keys, arguments)
                    .toCompletableFuture();
        } catch (RuntimeException notConnected) {
            return CompletableFuture.failedFuture(notConnected);
        }
    }

    private static List<Check> probe() {
        Counted all = new Counted(Counted.By.GLOBAL, "");
        LimitConfig config = new LimitConfig("probe", 1_000, Duration.ofSeconds(1), 1_000, all, Algorithm.TOKEN_BUCKET);
        LimitSet set = LimitSet.of(List.of(config), List.of(), List.of(), "", "");
        return List.of(new Check(set, new String[] {"probe"}, 0, 0, answer -> {}));
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("the JDK has no SHA-1", absent);
        }
    }
}
