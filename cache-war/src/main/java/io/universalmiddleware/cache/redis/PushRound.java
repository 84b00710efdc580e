package io.universalmiddleware.cache.redis;

import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.contracts.hub.HubPublication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RScriptAsync;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * A push round is sent to Redis as one pipeline and takes the time of one answer, however many pushes it has.
 *
 * <p>Redis runs them in the order in which they were added. Each is atomic and ends by itself; none sees to it that those
 * before it succeeded. Harmless when repeated, late or out of order.
 */
public final class PushRound {
    private final RedisViews views;
    private final RedissonClient redis;
    private final RBatch batch;
    private final RScriptAsync scripts;
    private final Duration deadline;
    private final List<CompletableFuture<?>> ends = new ArrayList<>();
    private CompletableFuture<?> repeated = CompletableFuture.completedFuture(null);

    PushRound(RedisViews views, RedissonClient redis, Duration deadline) {
        this.views = views;
        this.redis = redis;
        this.batch = redis.createBatch(BatchOptions.defaults().executionMode(BatchOptions.ExecutionMode.IN_MEMORY));
        this.scripts = batch.getScript(StringCodec.INSTANCE);
        this.deadline = deadline;
    }

    /**
     * Adds a change: copy, announcement and publication, in one step.
     *
     * @param readIn the epoch in which the row was read from PostgreSQL
     * @return what became of it, once the round is sent; fails when the deadline has passed or Redis is away
     */
    public CompletableFuture<Pushed> push(ViewPush push, String readIn) {
        return add(CacheScripts.PUSH, views.call(push, readIn), views::pushed);
    }

    /** Adds a publication, of which a version of a channel has one. */
    public CompletableFuture<Pushed> publish(HubChannel channel, HubPublication publication, long version) {
        return add(CacheScripts.PUBLISH, views.call(channel, publication, version), RedisViews::published);
    }

    /** Sends what was added, once; ends when all of it has ended, and never fails. */
    @SuppressWarnings("FutureReturnValueIgnored") // each push says how it ended
    public CompletableFuture<Void> send() {
        try {
            batch.executeAsync();
        } catch (RuntimeException notConnected) {
            ends.forEach(push -> push.completeExceptionally(notConnected));
        }
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).exceptionally(failed -> null);
    }

    private CompletableFuture<Pushed> add(
            LuaScript script, LuaScript.Call call, Function<List<Object>, Pushed> meaning) {
        CompletableFuture<Pushed> end = LuaScript.orOnceLoaded(
                        script.evaluate(scripts, call), () -> repeat(script, call))
                .thenApply(meaning)
                .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        ends.add(end);
        return end;
    }

    /** One after the other, so that they keep their order. */
    private synchronized CompletableFuture<List<Object>> repeat(LuaScript script, LuaScript.Call call) {
        CompletableFuture<List<Object>> answer =
                repeated.handle((before, failed) -> before).thenCompose(before -> script.call(redis, call));
        repeated = answer;
        return answer;
    }
}
