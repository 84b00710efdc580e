package io.universalmiddleware.product.faults.check;

import io.universalmiddleware.product.stack.RedisConnection;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Redis's copies of view rows, read behind the platform's back. */
public final class RedisCopies implements AutoCloseable {
    private final RedisConnection redis;

    /** @param body JSON as it stands there */
    record Copy(String version, String body) {}

    public RedisCopies(URI redis) throws IOException {
        this.redis = new RedisConnection(redis);
    }

    /**
     * The copy that counts: one of an epoch that has ended is as good as none.
     *
     * @param row {@code {tenant}/{view}/{key}}
     */
    Optional<Copy> of(String row) throws IOException {
        List<@Nullable String> fields = redis.call("HMGET", "um:view:" + row, "v", "b", "e");
        String epoch = redis.call("HGET", "um:cache:state", "e").get(0);
        String version = fields.get(0);
        String body = fields.get(1);
        return version == null || body == null || !java.util.Objects.equals(fields.get(2), epoch)
                ? Optional.empty()
                : Optional.of(new Copy(version, body));
    }

    /** Forgets everything. */
    public void flushAll() throws IOException {
        redis.call("FLUSHALL");
    }

    /** Sets an expiry. */
    public void expire(String row, long millis) throws IOException {
        redis.call("PEXPIRE", "um:view:" + row, Long.toString(millis));
    }

    @Override
    public void close() throws IOException {
        redis.close();
    }
}
