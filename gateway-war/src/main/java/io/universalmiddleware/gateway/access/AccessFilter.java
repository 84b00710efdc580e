package io.universalmiddleware.gateway.access;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Caller;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.http.Fields;
import io.universalmiddleware.gateway.http.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who calls, takes or refuses the call, and tells the origin. A key that was looked at goes no further. */
public final class AccessFilter implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger(AccessFilter.class);
    private static final String AUTHORIZATION = "Authorization";
    private static final String API_KEY = "X-API-Key";

    private final AccessConfig config;
    private final RouteAccess access;
    private final ContextFields context;
    private final Set<String> hidden;

    AccessFilter(AccessConfig config, RouteAccess access, ContextFields context) {
        this.config = config;
        this.access = access;
        this.context = context;
        hidden = config.hidden();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // its outcome is handled in place
    public void request(Call call, Gate gate) {
        ContextFields.drop(call.request());
        call.hide(hidden);
        if (config.mode() == AccessConfig.Mode.NONE) {
            pass(Caller.ANONYMOUS, call, gate);
            return;
        }
        CompletableFuture<Outcome> deciding = access.decide(credentials(call), call.clientAddress());
        if (deciding.isDone()) {
            decided(deciding.join(), call, gate);
        } else {
            deciding.whenComplete((outcome, fault) -> later(outcome, fault, call, gate));
        }
    }

    private void later(@Nullable Outcome outcome, @Nullable Throwable fault, Call call, Gate gate) {
        if (outcome == null) {
            LOG.error("Request {}: nobody can say who calls", call.requestId(), fault);
            gate.refuse(Refusal.of(ProblemType.INTERNAL, "The edge failed."));
        } else {
            decided(outcome, call, gate);
        }
    }

    private void decided(Outcome outcome, Call call, Gate gate) {
        if (outcome instanceof Outcome.Taken taken) {
            pass(taken.caller(), call, gate);
        } else if (outcome instanceof Outcome.Refused refused) {
            gate.refuse(refused.refusal());
        }
    }

    private void pass(Caller caller, Call call, Gate gate) {
        call.caller(caller);
        context.say(caller, call.requestId(), call.request());
        if (!config.forwardAuthorization()) {
            call.request().remove(AUTHORIZATION);
        }
        gate.pass();
    }

    private Credentials credentials(Call call) {
        Fields request = call.request();
        List<String> keys = List.of();
        if (config.apiKeys()) {
            keys = request.all(API_KEY);
            request.remove(API_KEY);
            @Nullable String parameter = config.queryKey();
            if (parameter != null) {
                KeyQuery split = KeyQuery.of(call.query(), parameter);
                if (!split.keys().isEmpty()) {
                    keys = new ArrayList<>(keys);
                    keys.addAll(split.keys());
                    call.target(call.path(), split.rest());
                }
            }
        }
        return Credentials.of(request.all(AUTHORIZATION), keys);
    }
}
