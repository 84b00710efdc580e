package io.universalmiddleware.gateway.versioning;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Caller;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.filter.ResponseHead;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.pool.Pool;
import io.universalmiddleware.gateway.rewriting.Rewrite;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the version that a request means, sends it where that version is served, and tells of its end. */
public final class VersionFilter implements Filter {
    private final Versions versions;
    private final Map<String, Pool> pools;
    private final VersionCallers callers;
    private final Clock clock;

    /** @param pools by the name of the origin */
    public VersionFilter(Versions versions, Map<String, Pool> pools, VersionCallers callers, Clock clock) {
        this.versions = versions;
        this.pools = Map.copyOf(pools);
        this.callers = callers;
        this.clock = clock;
    }

    @Override
    public void request(Call call, Gate gate) {
        Versions.Meant meant = versions.meant(call.path(), call.request());
        if (meant instanceof Versions.Known known) {
            known(call, gate, known);
        } else if (meant instanceof Versions.Unknown unknown) {
            gate.refuse(unknown(unknown.where()));
        }
    }

    private void known(Call call, Gate gate, Versions.Known known) {
        ApiVersion version = known.version();
        call.keep(this, version);
        Pool pool = version.origin() == null ? null : pools.get(version.origin());
        if (pool != null) {
            call.pool(pool);
        }
        call.target(known.path(), call.query());
        gate.pass();
    }

    /** Refuses versions whose sunset has come. It stands behind who calls, so that it is known who still does. */
    public Filter sunset() {
        return (call, gate) -> {
            if (call.kept(this) instanceof ApiVersion version && version.isGone(clock.instant())) {
                gate.refuse(Refusal.of(ProblemType.GONE, "This version of the API is no longer served."));
            } else {
                gate.pass();
            }
        };
    }

    /** The rewrite of the version that the call means; the route's if the version has none. */
    public @Nullable Rewrite rewrite(Call call, @Nullable Rewrite ofRoute) {
        return call.kept(this) instanceof ApiVersion version && version.rewrite() != null ? version.rewrite() : ofRoute;
    }

    @Override
    public void response(Call call, ResponseHead head) {
        String vary = versions.vary();
        if (vary != null) {
            head.fields().add("Vary", vary);
        }
        if (call.kept(this) instanceof ApiVersion version && version.isEnding()) {
            version.tell(head.fields());
            Caller caller = call.caller();
            String name = caller.kind() == Caller.Kind.KEY ? caller.consumer() : caller.user();
            callers.count(call.tenant(), call.route(), version.name(), name);
        }
    }

    private static Refusal unknown(Versions.Place where) {
        return switch (where) {
            case PATH -> Refusal.of(ProblemType.NOT_FOUND, "The API has no such version.");
            case ACCEPT -> Refusal.of(ProblemType.NOT_ACCEPTABLE, "The API has no such version.");
            case CONTENT_TYPE -> Refusal.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "The API has no such version.");
            case HEADER -> Refusal.of(ProblemType.INVALID_REQUEST, "The API has no such version.");
            case NOWHERE -> Refusal.of(ProblemType.INVALID_REQUEST, "The request must name a version of the API.");
        };
    }
}
