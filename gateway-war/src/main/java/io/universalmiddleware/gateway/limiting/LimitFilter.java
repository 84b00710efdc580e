package io.universalmiddleware.gateway.limiting;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Caller;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.http.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Executor;

/** Holds a route's calls to the limits that apply, and tells clients where they stand. */
public final class LimitFilter implements Filter {
    private final Limits limits;
    private final LimitSet set;
    private final RateLimitFields fields;

    /** @param set not empty */
    public LimitFilter(Limits limits, LimitSet set, HeaderDraft draft) {
        this.limits = limits;
        this.set = set;
        List<LimitConfig> configs = set.all().stream().map(Limit::config).toList();
        fields = new RateLimitFields(draft, configs);
    }

    @Override
    public void request(Call call, Gate gate) {
        Caller caller = call.caller();
        Requester by = new Requester(call.clientAddress(), caller.user(), caller.keyId(), call.request()::get);
        limits.decide(set, by, loop(), decision -> {
            fields.write(decision, call.answer());
            if (decision.passes()) {
                gate.pass();
            } else {
                gate.refuse(refusal(decision));
            }
        });
    }

    private static Executor loop() {
        Context here = Vertx.currentContext();
        return task -> here.runOnContext(nothing -> task.run());
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
