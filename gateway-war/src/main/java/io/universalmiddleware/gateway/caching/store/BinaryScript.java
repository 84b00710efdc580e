package io.universalmiddleware.gateway.caching.store;

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
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;

/** A binary script is Lua whose arguments and answers are bytes; Redis is sent its text once and then its SHA-1. */
final class BinaryScript {
    private final String text;
    private final String sha;

    BinaryScript(String text) {
        this.text = text;
        this.sha = sha1(text);
    }

    /** @param arguments texts and byte arrays */
    CompletableFuture<Answer> call(RedissonClient redis, List<Object> keys, Object... arguments) {
        Object[] bytes = new Object[arguments.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = arguments[i] instanceof byte[] raw
                    ? raw
                    : arguments[i].toString().getBytes(StandardCharsets.UTF_8);
        }
        return evaluate(redis, keys, bytes)
                .handle((answer, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(answer);
                    }
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    if (cause instanceof RedisNoScriptException) {
                        return redis.getScript(StringCodec.INSTANCE)
                                .scriptLoadAsync(text)
                                .toCompletableFuture()
                                .thenCompose(loaded -> evaluate(redis, keys, bytes));
                    }
                    return CompletableFuture.<List<Object>>failedFuture(cause);
                })
                .thenCompose(answer -> answer)
                .thenApply(Answer::new);
    }

    private CompletableFuture<List<Object>> evaluate(RedissonClient redis, List<Object> keys, Object... arguments) {
        try {
            return redis.getScript(ByteArrayCodec.INSTANCE)
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

    /** An answer is a list of bytes and numbers. */
    record Answer(List<Object> parts) {

        String text(int index) {
            Object part = parts.get(index);
            return part instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : part.toString();
        }

        byte[] bytes(int index) {
            return (byte[]) parts.get(index);
        }

        long number(int index) {
            return Long.parseLong(text(index));
        }
    }
}
