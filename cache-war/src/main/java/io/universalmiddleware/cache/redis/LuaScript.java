package io.universalmiddleware.cache.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.redisson.api.RScript;
import org.redisson.api.RScriptAsync;
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
    CompletableFuture<List<Object>> call(RedissonClient redis, List<Object> keys, Object... arguments) {
        return call(redis, new Call(keys, List.of(arguments)));
    }

    /** Its answer: a list of texts and numbers. */
    CompletableFuture<List<Object>> call(RedissonClient redis, Call call) {
        return orOnceLoaded(
                evaluate(redis.getScript(StringCodec.INSTANCE), call),
                () -> redis.getScript(StringCodec.INSTANCE)
                        .scriptLoadAsync(text)
                        .toCompletableFuture()
                        .thenCompose(loaded -> evaluate(redis.getScript(StringCodec.INSTANCE), call)));
    }

    /** The answer, or where Redis does not know the script, that of another way. */
    static CompletableFuture<List<Object>> orOnceLoaded(
            CompletableFuture<List<Object>> answer, Supplier<CompletableFuture<List<Object>>> otherwise) {
        return answer.exceptionallyCompose(failure -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            return cause instanceof RedisNoScriptException ? otherwise.get() : CompletableFuture.failedFuture(cause);
        });
    }

    /** Calls it where Redis is taken to know it: fails with {@link RedisNoScriptException} if not. */
    CompletableFuture<List<Object>> evaluate(RScriptAsync scripts, Call call) {
        try {
            return scripts.<List<Object>>evalShaAsync(
                            RScript.Mode.READ_WRITE,
                            sha,
                            RScript.ReturnType.LIST,
                            call.keys(),
                            call.arguments().toArray())
                    .toCompletableFuture();
        } catch (RuntimeException notConnected) {
            return CompletableFuture.failedFuture(notConnected);
        }
    }

    /** The keys and the arguments of one call, as the script names them. */
    record Call(List<Object> keys, List<?> arguments) {}

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("the JDK has no SHA-1", absent);
        }
    }
}
