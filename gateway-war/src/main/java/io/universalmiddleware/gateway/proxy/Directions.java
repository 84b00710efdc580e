package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.http.Fields;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.routing.Route;
import io.universalmiddleware.gateway.routing.RouteQuestion;
import io.universalmiddleware.gateway.routing.RouteTable;
import io.universalmiddleware.gateway.routing.Upstream;
import io.universalmiddleware.gateway.snapshot.EdgeRoute;
import io.universalmiddleware.gateway.snapshot.EdgeSnapshot;
import io.universalmiddleware.gateway.snapshot.EdgeTenant;
import io.universalmiddleware.gateway.tenancy.TenantFinder;
import io.universalmiddleware.gateway.tenancy.Whose;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Directions tell which way a request goes, by what is in force as it comes.
 *
 * <p>A tenant's host is the tenant's with every path. On other hosts the platform's own paths come first, then the tenant
 * whom the request names. Before the first snapshot, what is not the platform's own is not known to be nobody's either: 503.
 */
final class Directions {
    private static final Refusal NOTHING = Refusal.of(ProblemType.NOT_FOUND, "Nothing is served at this path.");
    private static final Way NOTHING_HERE = new Way.Nowhere(NOTHING, null);
    private static final Way NO_TENANT =
            new Way.Nowhere(Refusal.of(ProblemType.NOT_FOUND, "There is no such tenant."), null);
    private static final Way NOT_YET =
            new Way.Nowhere(Refusal.of(ProblemType.UNAVAILABLE, "What is served for tenants is not known yet."), null);

    private static final EdgeSnapshot NOBODY = EdgeSnapshot.empty();

    private final TenantFinder finder;
    private volatile RouteTable platform;
    private volatile @Nullable EdgeSnapshot tenants;

    Directions(TenantFinder finder, RouteTable platform) {
        this.finder = finder;
        this.platform = platform;
    }

    void platform(RouteTable table) {
        platform = table;
    }

    void tenants(EdgeSnapshot snapshot) {
        tenants = snapshot;
    }

    /** The process that serves one of the platform's own paths. */
    Optional<Upstream> upstream(String path) {
        return platform.match(path).map(Route::upstream);
    }

    /** Whether a host is known to be no tenant's. @param host lower case, without a port */
    boolean isPlatforms(String host) {
        EdgeSnapshot now = tenants;
        return now != null && finder.find(now, host, null, () -> true) instanceof Whose.Platform;
    }

    Way of(Admission admitted, String method, Fields fields) {
        String path = admitted.target().path();
        RouteTable own = platform;
        EdgeSnapshot now = tenants;
        Whose<EdgeTenant> whose = finder.find(
                now == null ? NOBODY : now,
                admitted.host().host(),
                fields.get(TenantFinder.FIELD),
                () -> own.match(path).isPresent());
        EdgeTenant tenant = null;
        Way way;
        if (whose instanceof Whose.Known<EdgeTenant> known) {
            tenant = known.tenant();
            way = ofTenant(tenant, admitted, method, fields);
        } else if (whose instanceof Whose.Unknown<EdgeTenant>) {
            way = now == null ? NOT_YET : NO_TENANT;
        } else {
            Optional<Route> route = own.match(path);
            way = route.isPresent() ? new Way.ToPlatform(route.get().upstream()) : now == null ? NOT_YET : NOTHING_HERE;
        }
        return mayGo(way, tenant, admitted.ambiguous());
    }

    private static Way ofTenant(EdgeTenant tenant, Admission admitted, String method, Fields fields) {
        RouteQuestion asked = new RouteQuestion(
                method,
                admitted.host().host(),
                admitted.target().path(),
                admitted.target().query(),
                fields);
        EdgeRoute route = tenant.router().match(asked);
        if (route != null) {
            return new Way.ToTenant(route);
        }
        String meant = preflights(method, fields);
        EdgeRoute preflighted = meant == null ? null : tenant.router().match(asked.method(meant));
        if (preflighted != null) {
            return new Way.ToTenant(preflighted);
        }
        Set<String> methods = tenant.router().methods(asked);
        return methods.isEmpty()
                ? new Way.Nowhere(NOTHING, tenant)
                : new Way.Nowhere(
                        Refusal.of(
                                        ProblemType.METHOD_NOT_ALLOWED,
                                        "The method is not among those that are served here.")
                                .with("Allow", String.join(", ", methods)),
                        tenant);
    }

    /** The method that a browser asks about before it uses it; null if it does not ask. */
    private static @Nullable String preflights(String method, Fields fields) {
        return method.equals("OPTIONS") && fields.has("Origin") ? fields.get("Access-Control-Request-Method") : null;
    }

    private static Way mayGo(Way way, @Nullable EdgeTenant tenant, @Nullable Refusal ambiguous) {
        boolean optedIn = way instanceof Way.ToTenant to && to.route().ambiguousPaths();
        return ambiguous == null || optedIn ? way : new Way.Nowhere(ambiguous, tenant);
    }
}
