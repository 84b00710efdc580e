package io.universalmiddleware.cache.redis;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.universalmiddleware.cache.settings.CacheSettings;
import io.universalmiddleware.cache.view.ViewValue;
import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.contracts.hub.HubKeys;
import io.universalmiddleware.contracts.hub.HubPublication;
import io.universalmiddleware.contracts.hub.HubRetention;
import io.universalmiddleware.contracts.hub.HubScripts;
import io.universalmiddleware.contracts.id.ViewRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;

/**
 * The copies of rows in Redis.
 *
 * <p>Every call is asynchronous and ends, by failure at the latest, within the deadline of the settings or the one given.
 * Which guarantees hold is said at {@link CacheScripts}.
 */
public final class RedisViews {
    /** A pushed row was not loaded; its next load is taken to cost this. */
    private static final Duration COST = Duration.ofMillis(20);

    private final RedissonClient redis;
    private final CacheKeys keys;
    private final HubKeys hubKeys;
    private final HubRetention retention;
    private final CacheSettings settings;
    private final CacheEpoch epoch;

    public RedisViews(
            RedissonClient redis, HubKeys hubKeys, HubRetention retention, CacheSettings settings, CacheEpoch epoch) {
        this.redis = redis;
        this.keys = new CacheKeys(hubKeys.prefix());
        this.hubKeys = hubKeys;
        this.retention = retention;
        this.settings = settings;
        this.epoch = epoch;
    }

    /** What Redis has of the row; where it has nothing, or soon will have, one caller is given the lease to load it. */
    public CompletableFuture<Slot> read(ViewRef ref) {
        if (neverReached()) {
            return CompletableFuture.failedFuture(new AwayException("was not reached yet"));
        }
        return inEpoch(known -> readIn(ref, known))
                .orTimeout(settings.redisDeadline().toMillis(), MILLISECONDS);
    }

    /**
     * Stores what the holder of the lease loaded.
     *
     * @param cost how long the load took
     * @return whether Redis has it now; false if it has something newer, or the lease has ended
     */
    public CompletableFuture<Boolean> fill(ViewRef ref, Lease lease, ViewValue value, Duration cost) {
        return write(ref, lease.epoch(), lease.token(), value, cost);
    }

    /** Replaces an older copy by what was read from PostgreSQL without a lease. */
    public CompletableFuture<Boolean> offer(ViewRef ref, ViewValue value) {
        if (neverReached()) {
            return CompletableFuture.completedFuture(false);
        }
        return write(ref, epoch.current(), "", value, COST);
    }

    /** @param deadline of each push, counted from when it is added */
    public PushRound round(Duration deadline) {
        return new PushRound(this, redis, deadline);
    }

    LuaScript.Call call(ViewPush push, String readIn) {
        String fresh = HubScripts.newEpoch();
        List<Object> names = new ArrayList<>(List.of(keys.state(), keys.announcements(), keys.copy(push.ref())));
        List<Object> arguments = new ArrayList<>(List.of(fresh, readIn));
        arguments.addAll(content(push.value(), COST));
        arguments.add(Integer.toString(settings.invalidations()));
        arguments.add(CacheKeys.text(push.ref()));
        if (HubChannel.isValid(push.ref().channel())) {
            HubChannel channel = HubChannel.of(push.ref());
            @Nullable String body = push.value().body();
            HubPublication publication = HubPublication.of(body == null ? "null" : body, push.tags(), push.changedAt());
            names.addAll(hubKeys.publishKeys(channel));
            arguments.addAll(HubScripts.publishArguments(
                    hubKeys, channel, publication, retention, push.value().version()));
        }
        return new LuaScript.Call(names, arguments);
    }

    LuaScript.Call call(HubChannel channel, HubPublication publication, long version) {
        return new LuaScript.Call(
                hubKeys.publishKeys(channel),
                HubScripts.publishArguments(hubKeys, channel, publication, retention, version));
    }

    /** The epoch as this node knows it; asks Redis only if it never did. Empty if Redis does not answer. */
    public CompletableFuture<String> knownEpoch() {
        return epoch.current().isEmpty()
                ? position().handle((position, away) -> epoch.current())
                : CompletableFuture.completedFuture(epoch.current());
    }

    /** How many announcements the current epoch has; adopts the epoch. */
    CompletableFuture<Long> position() {
        return CacheScripts.POSITION
                .call(redis, List.of(keys.state(), keys.announcements()), HubScripts.newEpoch())
                .thenApply(answer -> {
                    epoch.adopt(text(answer, 0));
                    return number(answer, 1);
                })
                .orTimeout(settings.redisDeadline().toMillis(), MILLISECONDS);
    }

    /** The client connects on its first command, and holds the caller meanwhile: that is for workers, not for readers. */
    private boolean neverReached() {
        return epoch.current().isEmpty();
    }

    private CompletableFuture<@Nullable Slot> readIn(ViewRef ref, String known) {
        String token = UUID.randomUUID().toString();
        double eagerness = -Math.log(1 - ThreadLocalRandom.current().nextDouble());
        return CacheScripts.READ
                .call(
                        redis,
                        List.of(keys.state(), keys.announcements(), keys.copy(ref), keys.lease(ref)),
                        HubScripts.newEpoch(),
                        known,
                        Double.toString(eagerness),
                        token,
                        Long.toString(settings.lease().toMillis()))
                .thenApply(answer -> slot(answer, new Lease(known, token)));
    }

    private @Nullable Slot slot(List<Object> answer, Lease lease) {
        return switch (text(answer, 0)) {
            case "H" ->
                new Slot.Copy(
                        new ViewValue(number(answer, 1), answer.size() > 5 ? text(answer, 5) : null),
                        Duration.ofMillis(number(answer, 2)),
                        Duration.ofMillis(Math.max(0, number(answer, 3))),
                        number(answer, 4) == 1 ? lease : null);
            case "L" -> new Slot.Yours(lease);
            case "B" -> new Slot.Busy();
            default -> {
                epoch.adopt(text(answer, 1));
                yield null;
            }
        };
    }

    private CompletableFuture<Boolean> write(ViewRef ref, String known, String token, ViewValue value, Duration cost) {
        List<Object> arguments = new ArrayList<>(List.of(HubScripts.newEpoch(), known, token));
        arguments.addAll(content(value, cost));
        return CacheScripts.FILL
                .call(
                        redis,
                        List.of(keys.state(), keys.announcements(), keys.copy(ref), keys.lease(ref)),
                        arguments.toArray())
                .thenApply(answer -> {
                    if (text(answer, 0).equals("E")) {
                        epoch.adopt(text(answer, 1));
                    }
                    return text(answer, 0).equals("S");
                })
                .orTimeout(settings.redisDeadline().toMillis(), MILLISECONDS);
    }

    /** Version, life, cost, has body, body. */
    private List<Object> content(ViewValue value, Duration cost) {
        Duration life = value.version() == 0 ? settings.negativeTtl() : settings.ttl();
        double jitter = 0.9 + 0.2 * ThreadLocalRandom.current().nextDouble();
        @Nullable String body = value.body();
        return List.of(
                Long.toString(value.version()),
                Long.toString(Math.max(1, (long) (life.toMillis() * jitter))),
                Long.toString(Math.max(COST.toMillis(), cost.toMillis())),
                body == null ? "0" : "1",
                body == null ? "" : body);
    }

    Pushed pushed(List<Object> answer) {
        if (text(answer, 0).equals("E")) {
            epoch.adopt(text(answer, 1));
            return new Pushed.Outdated();
        }
        return published(answer, 1);
    }

    static Pushed published(List<Object> answer) {
        return published(answer, 0);
    }

    private static Pushed published(List<Object> answer, int from) {
        return number(answer, from) == 1
                ? new Pushed.Published(text(answer, from + 1), number(answer, from + 2))
                : new Pushed.Known();
    }

    /** Asks again when the answer is that the epoch is another one; it has been adopted then. */
    private <T> CompletableFuture<T> inEpoch(Function<String, CompletableFuture<@Nullable T>> question) {
        return question.apply(epoch.current())
                .thenCompose(answer -> answer == null ? inEpoch(question) : CompletableFuture.completedFuture(answer));
    }

    private static String text(List<Object> answer, int index) {
        return answer.get(index).toString();
    }

    private static long number(List<Object> answer, int index) {
        return Long.parseLong(text(answer, index));
    }
}
