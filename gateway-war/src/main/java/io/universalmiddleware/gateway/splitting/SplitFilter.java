package io.universalmiddleware.gateway.splitting;

import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Caller;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.pool.Pool;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Sends a request to the origin that the route's split chooses for it. */
public final class SplitFilter implements Filter {
    private final Split split;
    private final Map<String, Pool> pools;

    /** @param pools by the name of the origin */
    public SplitFilter(Split split, Map<String, Pool> pools) {
        this.split = split;
        this.pools = Map.copyOf(pools);
    }

    @Override
    public void request(Call call, Gate gate) {
        String chosen = split.byConditions(call.request());
        String origin = chosen == null ? split.byWeight(bucket(call)) : chosen;
        @Nullable Pool pool = origin == null ? null : pools.get(origin);
        if (pool != null) {
            call.pool(pool);
        }
        gate.pass();
    }

    private int bucket(Call call) {
        return switch (split.sticky()) {
            case CALLER -> Buckets.of(call.tenant() + '/' + call.route() + '/' + nameOf(call));
            case NONE -> ThreadLocalRandom.current().nextInt(Buckets.COUNT);
            case COOKIE -> {
                int said = split.bucketOf(call.request());
                int bucket = said < 0 ? ThreadLocalRandom.current().nextInt(Buckets.COUNT) : said;
                if (said < 0) {
                    call.answer()
                            .add("Set-Cookie", split.keep(bucket, call.scheme().equals("https")));
                }
                yield bucket;
            }
        };
    }

    private static String nameOf(Call call) {
        Caller caller = call.caller();
        return switch (caller.kind()) {
            case USER -> "user " + caller.user();
            case KEY -> "key " + caller.keyId();
            case ANONYMOUS -> "address " + call.clientAddress();
        };
    }
}
