package io.universalmiddleware.gateway.caching.store;

import java.util.ArrayList;
import java.util.List;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * Following views purges what is made of the platform's views when they change: {@code view:{view}/{key}} and
 * {@code view:{view}} of the row's tenant.
 *
 * <p>Changes are announced in Redis, numbered without gaps. Every node reads them; the first one takes each over for all, so that
 * it is purged once. Where announcements were missed, whatever has the tag of a view is purged.
 */
public final class ViewFollowing extends Worker {
    private final RedissonClient redis;
    private final EdgeCacheKeys keys;
    private final int purges;
    private final String announced;
    private final String announcements;
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
        BinaryScript.Answer taken = Numbered.join(EdgeCacheScripts.TAKEN_OVER.call(
                redis, List.of(keys.state(), keys.purges()), SharedStore.freshEpoch()));
        epoch = taken.text(0);
        position = taken.number(1);
        adopt();
    }

    @Override
    void step() {
        List<Numbered> next = Numbered.after(position, announcements, redis);
        if (next.isEmpty()) {
            adopt();
            return;
        }
        epoch = next.get(0).epoch();
        List<Object> tags = new ArrayList<>();
        long last = 0;
        for (Numbered change : next) {
            if (!change.epoch().equals(epoch)) {
                break;
            }
            last = change.number();
            add(tags, change);
        }
        takeOver(next.get(0).number(), last, tags);
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

    /** Begins where a new epoch begins; the first of all nodes begins with what is announced from now on. */
    private void adopt() {
        RMap<String, String> state = redis.getMap(announced, StringCodec.INSTANCE);
        String current = Numbered.join(state.getAsync("e").toCompletableFuture());
        String count = Numbered.join(state.getAsync("n").toCompletableFuture());
        if (current == null || count == null || current.equals(epoch)) {
            return;
        }
        boolean first = epoch.isEmpty();
        epoch = current;
        position = first ? Long.parseLong(count) : 0;
        takeOver(position + 1, position, List.of());
    }

    private void takeOver(long from, long to, List<Object> tags) {
        List<Object> arguments = new ArrayList<>(List.of(SharedStore.freshEpoch(), purges, epoch, from, to));
        arguments.addAll(tags);
        Numbered.join(
                EdgeCacheScripts.TAKE_OVER.call(redis, List.of(keys.state(), keys.purges()), arguments.toArray()));
    }
}
