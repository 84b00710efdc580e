package io.universalmiddleware.gateway.upkeep;

import io.universalmiddleware.gateway.pool.Registry;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * The platform's registry: for each service one sorted set in Redis, of URLs by the second (of Redis's clock) until which they are good.
 *
 * <p>Who says nothing for its time is gone. The client blocks while it connects, so everything is asked on a thread of its own.
 */
public final class RedisRegistry implements Registry, AutoCloseable {
    private static final int MOST = 512;
    private static final String LIST = """
            local now = tonumber(redis.call('TIME')[1])
            return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf', 'LIMIT', 0, ARGV[1])
            """;
    private static final String ANNOUNCE = """
            local now = tonumber(redis.call('TIME')[1])
            redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[1])
            redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
            redis.call('EXPIRE', KEYS[1], 86400)
            return {}
            """;
    private static final String WITHDRAW = """
            redis.call('ZREM', KEYS[1], ARGV[1])
            return {}
            """;

    private final Supplier<RedissonClient> redis;
    private final String prefix;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "um-registry");
        made.setDaemon(true);
        return made;
    });

    /** @param prefix of its keys, before the name of the service */
    public RedisRegistry(Supplier<RedissonClient> redis, String prefix) {
        this.redis = redis;
        this.prefix = prefix;
    }

    @Override
    public CompletionStage<List<URI>> instances(String service) {
        return call(RScript.Mode.READ_ONLY, LIST, service, MOST).thenApply(RedisRegistry::uris);
    }

    /** Says that an instance is there, for so long. */
    CompletionStage<Void> announce(String service, URI instance, Duration life) {
        return call(RScript.Mode.READ_WRITE, ANNOUNCE, service, instance.toString(), Math.max(1, life.toSeconds()))
                .thenAccept(done -> {});
    }

    /** Says that an instance goes. */
    CompletionStage<Void> withdraw(String service, URI instance) {
        return call(RScript.Mode.READ_WRITE, WITHDRAW, service, instance.toString())
                .thenAccept(done -> {});
    }

    @Override
    public void close() {
        thread.shutdown();
    }

    private CompletableFuture<List<Object>> call(
            RScript.Mode mode, String script, String service, Object... arguments) {
        return CompletableFuture.supplyAsync(
                () -> redis.get()
                        .getScript(StringCodec.INSTANCE)
                        .<List<Object>>eval(
                                mode, script, RScript.ReturnType.LIST, List.of(prefix + service), arguments),
                thread);
    }

    private static List<URI> uris(List<Object> texts) {
        List<URI> uris = new ArrayList<>();
        for (Object text : texts) {
            try {
                uris.add(new URI(text.toString()));
            } catch (URISyntaxException notAnAddress) {
                // whoever may write to Redis may write nonsense, which is nobody's address
            }
        }
        return uris;
    }
}
