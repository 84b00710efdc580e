package io.universalmiddleware.gateway.splitting;

import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.filter.OriginCalls;
import io.universalmiddleware.gateway.filter.OriginRequest;
import io.universalmiddleware.gateway.filter.RouteScope;
import io.universalmiddleware.gateway.pool.Pool;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/** Sends copies of requests to a second origin; the client's own request never waits for one. */
public final class MirrorFilter implements Filter {
    private final Mirror mirror;
    private final Pool pool;
    private final Semaphore places;

    /** @param pool of the second origin */
    public MirrorFilter(Mirror mirror, Pool pool) {
        this.mirror = mirror;
        this.pool = pool;
        places = new Semaphore(mirror.inFlight());
    }

    @Override
    public void request(Call call, Gate gate) {
        boolean wanted = !call.upgrades() && ThreadLocalRandom.current().nextInt(Buckets.COUNT) < mirror.buckets();
        long length = wanted ? length(call) : -1;
        if (length < 0 || length > mirror.maxBytes() || places.availablePermits() == 0) {
            gate.pass();
        } else if (length == 0 || call.body() != null) {
            copy(call, gate);
        } else {
            gate.body(mirror.maxBytes(), body -> copy(call, gate));
        }
    }

    /** The copy is made before the request goes on, and sent after that. */
    private void copy(Call call, Gate gate) {
        RouteScope scope = call.scope();
        OriginCalls origins = call.origins();
        OriginRequest copy =
                call.toOrigin().to(new RouteScope(scope.tenant(), scope.route(), pool, scope.persistence()));
        copy.request().set("X-Um-Mirrored", "true");
        gate.pass();
        // taken only now: a client that goes while its body is awaited would never give a place back
        if (!places.tryAcquire()) {
            return;
        }
        try {
            origins.call(copy).whenComplete((answer, fault) -> {
                if (answer == null) {
                    places.release();
                } else {
                    answer.body().subscribe(new Discarding(places::release));
                }
            });
        } catch (RuntimeException refused) {
            places.release();
        }
    }

    /** Bytes of the body; negative if that is not known. */
    private static long length(Call call) {
        byte[] body = call.body();
        if (body != null) {
            return body.length;
        }
        String digits = call.request().get("Content-Length");
        if (digits == null) {
            return call.request().has("Transfer-Encoding") || hasUnknownBody(call) ? -1 : 0;
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    /** A body over HTTP/2 may come without a length. */
    private static boolean hasUnknownBody(Call call) {
        return call.request().has("Content-Type");
    }
}
