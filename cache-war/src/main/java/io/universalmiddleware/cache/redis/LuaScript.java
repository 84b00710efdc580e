package io.universalmiddleware.cache.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.codec.StringCodec;

/** A Lua script is sent to Redis once and then called by its SHA-1. */
final class LuaScript {
    private final String text;
    private final String sha;

    LuaScript(String text) {
        this.text = text;
        this.sha = sha1(text);
    }

    /** Its answer: a list of texts and numbers. */
    @SuppressWarnings("FutureReturnValueIgnored") // its outcome is handled in place
    CompletableFuture<List<Object>> call(RedissonClient redis, List<Object> keys, Object... arguments) {
        return evaluate(redis, keys, arguments)
                .handle((answer, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(answer);
                    }
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    if (cause instanceof RedisNoScriptException) {
                        return redis.getScript(StringCodec.INSTANCE)
                                .scriptLoadAsync(text)
                                .toCompletableFuture()
                                .thenCompose(loaded -> evaluate(redis, keys, arguments));
                    }
                    return CompletableFuture.<List<Object>>failedFuture(cause);
                })
                .thenCompose(answer -> answer);
    }

    private CompletableFuture<List<Object>> evaluate(RedissonClient redis, List<Object> keys, Object... arguments) {
        try {
            return redis.getScript(StringCodec.INSTANCE)
                    .<List<Object>>evalShaAsync(RScript.Mode.READ_WRITE, sha, RScript.ReturnType.LIST, keys, arguments)
                    .toCompletableFuture();
        } catch (RuntimeException notConnected) {
            return CompletableFuture.failedFuture(notConnected);
        }
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
