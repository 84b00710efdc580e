package io.universalmiddleware.gateway.limiting;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Caller;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.pool.Pool;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;

/** Holds a route's calls to the limits that apply, and tells clients where they stand. */
public final class LimitFilter implements Filter {
    private record Held(LimitSet set, RateLimitFields fields) {}

    private final Limits limits;
    private final Held everywhere;
    private final Map<Pool, Held> byPool = new HashMap<>();

    /** @param everywhere where a call's pool has no set of its own @param byPool sets of pools that calls may be sent to */
    public LimitFilter(Limits limits, LimitSet everywhere, Map<? extends Pool, LimitSet> byPool, HeaderDraft draft) {
        this.limits = limits;
        this.everywhere = held(everywhere, draft);
        byPool.forEach((pool, set) -> this.byPool.put(pool, held(set, draft)));
    }

    private static Held held(LimitSet set, HeaderDraft draft) {
        return new Held(
                set,
                new RateLimitFields(draft, set.all().stream().map(Limit::config).toList()));
    }

    @Override
    public void request(Call call, Gate gate) {
        Held held = byPool.getOrDefault(call.pool(), everywhere);
        if (held.set().isEmpty()) {
            gate.pass();
            return;
        }
        Caller caller = call.caller();
        Requester by = new Requester(call.clientAddress(), caller.user(), caller.keyId(), call.request()::get);
        limits.decide(held.set(), by, LimitFilter::loop, decision -> {
            held.fields().write(decision, call.answer());
            if (decision.passes()) {
                gate.pass();
            } else {
                gate.refuse(refusal(decision));
            }
        });
    }

    private static Loop loop() {
        Context here = Vertx.currentContext();
        return new Loop() {
            @Override
            public void execute(Runnable task) {
                here.runOnContext(nothing -> task.run());
            }

            @Override
            public void after(long millis, Runnable task) {
                here.owner().setTimer(millis, due -> task.run());
            }
        };
    }

    private static Refusal refusal(Decision decision) {
        LimitConfig limit = decision.limit().config();
        return Refusal.of(
                        ProblemType.TOO_MANY_REQUESTS,
                        "The limit '" + limit.name() + "' of " + limit.requests() + " requests in "
                                + limit.per().toSeconds() + " s is reached.")
                .retryAfter(Math.max(1, RateLimitFields.seconds(decision.waitMillis())));
    }
}
