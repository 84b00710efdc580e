package io.universalmiddleware.gateway.caching.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * Following views purges what is made of the platform's views when they change: {@code view:{view}/{key}} and
 * {@code view:{view}} of the row's tenant.
 *
 * <p>Changes are announced in Redis, numbered without gaps. While some stored answer has the tag of a view, every node reads them, and
 * the first one takes each over for all, so that it is purged once. Where announcements were missed, whatever has the tag of a
 * view is purged. While there is no such answer, nobody reads.
 */
public final class ViewFollowing extends Worker {
    private static final Duration UNUSED_PAUSE = Duration.ofMillis(500);

    private final RedissonClient redis;
    private final EdgeCacheKeys keys;
    private final int purges;
    private final String announced;
    private final String announcements;
    private boolean used;
    private String epoch = "";
    private long position;

    /** @param purges how many the stream of purges keeps */
    public ViewFollowing(RedissonClient redis, String keyPrefix, int purges) {
        super("Following views for the edge's cache");
        this.redis = redis;
        this.keys = new EdgeCacheKeys(keyPrefix);
        this.purges = purges;
        announced = keyPrefix + "cache:state";
        announcements = keyPrefix + "cache:announcements";
    }

    @Override
    void begin() {
        look();
    }

    @Override
    void step() {
        if (!used) {
            rest(UNUSED_PAUSE);
            look();
            return;
        }
        List<Numbered> next = Numbered.after(position, announcements, redis);
        if (next.isEmpty()) {
            look();
        } else {
            takeOver(next);
        }
    }

    private void takeOver(List<Numbered> changes) {
        String of = changes.get(0).epoch();
        List<Object> arguments = new ArrayList<>();
        long last = 0;
        for (Numbered change : changes) {
            if (!change.epoch().equals(of)) {
                break;
            }
            last = change.number();
            add(arguments, change);
        }
        arguments.addAll(
                0, List.of(SharedStore.freshEpoch(), purges, of, changes.get(0).number(), last));
        Numbered.join(EdgeCacheScripts.TAKE_OVER.call(redis, names(), arguments.toArray()));
        epoch = of;
        position = last;
    }

    private void add(List<Object> tags, Numbered change) {
        String[] row = change.fields().getOrDefault("k", "").split("/", 3);
        if (row.length == 3) {
            for (String tag : List.of(Purge.VIEW + row[1], Purge.VIEW + row[1] + '/' + row[2])) {
                tags.addAll(List.of(change.number(), row[0], tag, keys.tags(row[0])));
            }
        }
    }

    /** Looks whether changes are to be taken over, and from where on; a new epoch of theirs begins at its beginning. */
    private void look() {
        RMap<String, String> state = redis.getMap(announced, StringCodec.INSTANCE);
        String current = Numbered.join(state.getAsync("e").toCompletableFuture());
        String count = Numbered.join(state.getAsync("n").toCompletableFuture());
        String now = current == null ? "" : current;
        BinaryScript.Answer taken = Numbered.join(EdgeCacheScripts.TAKEN_OVER.call(
                redis, names(), SharedStore.freshEpoch(), now, count == null ? "0" : count));
        boolean before = used;
        used = taken.number(0) == 1;
        if (!used || !before) {
            epoch = taken.text(1);
            position = taken.number(2);
        }
        if (used && !now.equals(epoch)) {
            epoch = now;
            position = 0;
        }
    }

    private List<Object> names() {
        return List.of(keys.state(), keys.purges());
    }
}
