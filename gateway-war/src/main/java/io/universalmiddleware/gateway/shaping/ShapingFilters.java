package io.universalmiddleware.gateway.shaping;

import io.universalmiddleware.gateway.compressing.CompressionFilter;
import io.universalmiddleware.gateway.cors.CorsFilter;
import io.universalmiddleware.gateway.cors.SecurityHeadersFilter;
import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.pool.Pool;
import io.universalmiddleware.gateway.rewriting.PathTemplate;
import io.universalmiddleware.gateway.rewriting.Rewrite;
import io.universalmiddleware.gateway.rewriting.RewritingFilter;
import io.universalmiddleware.gateway.splitting.FaultFilter;
import io.universalmiddleware.gateway.splitting.MaintenanceFilter;
import io.universalmiddleware.gateway.splitting.MirrorFilter;
import io.universalmiddleware.gateway.splitting.SplitFilter;
import io.universalmiddleware.gateway.transforming.TransformationFilter;
import io.universalmiddleware.gateway.validating.ValidationFilter;
import io.universalmiddleware.gateway.versioning.VersionCallers;
import io.universalmiddleware.gateway.versioning.VersionFilter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Shaping filters are a shaping at work.
 *
 * <p>The outer ones stand before it is asked who calls and how often: a preflight has no credentials, and every refusal
 * behind them says who may read it. The middle ones know who calls, and stand before it is asked how often: limits of
 * the origin that is chosen hold. The inner ones stand behind that and before the cache: what they make of a request is what
 * is kept.
 */
public record ShapingFilters(List<Filter> outer, List<Filter> middle, List<Filter> inner) {
    public ShapingFilters {
        outer = List.copyOf(outer);
        middle = List.copyOf(middle);
        inner = List.copyOf(inner);
    }

    /**
     * Puts them together.
     *
     * @param template of the route's paths; null if it has none
     * @param pools gives the pool of one of the tenant's origins by its name
     */
    public static ShapingFilters of(
            Shaping shaping,
            @Nullable PathTemplate template,
            Function<String, Pool> pools,
            VersionCallers callers,
            Clock clock) {
        VersionFilter versions = shaping.versions() == null
                ? null
                : new VersionFilter(shaping.versions(), pools(shaping.versions().origins(), pools), callers, clock);
        return new ShapingFilters(
                outer(shaping, versions), middle(shaping, versions, pools), inner(shaping, versions, template, pools));
    }

    private static List<Filter> outer(Shaping shaping, @Nullable VersionFilter versions) {
        List<Filter> outer = new ArrayList<>();
        if (shaping.cors() != null) {
            outer.add(new CorsFilter(shaping.cors()));
        }
        if (shaping.security() != null) {
            outer.add(new SecurityHeadersFilter(shaping.security()));
        }
        if (shaping.compression() != null) {
            outer.add(new CompressionFilter(shaping.compression()));
        }
        if (shaping.maintenance() != null && shaping.maintenance().enabled()) {
            outer.add(new MaintenanceFilter(shaping.maintenance()));
        }
        if (shaping.fault() != null) {
            outer.add(new FaultFilter(shaping.fault()));
        }
        if (versions != null) {
            outer.add(versions);
        }
        return outer;
    }

    private static List<Filter> middle(
            Shaping shaping, @Nullable VersionFilter versions, Function<String, Pool> pools) {
        List<Filter> middle = new ArrayList<>();
        if (versions != null) {
            middle.add(versions.sunset());
        }
        if (shaping.split() != null) {
            middle.add(new SplitFilter(shaping.split(), pools(shaping.split().origins(), pools)));
        }
        return middle;
    }

    private static List<Filter> inner(
            Shaping shaping,
            @Nullable VersionFilter versions,
            @Nullable PathTemplate template,
            Function<String, Pool> pools) {
        List<Filter> inner = new ArrayList<>();
        if (shaping.validation() != null) {
            inner.add(new ValidationFilter(shaping.validation()));
        }
        if (shaping.transformations() != null) {
            inner.add(new TransformationFilter(shaping.transformations(), template));
        }
        if (shaping.headers() != null || shaping.rewrite() != null || versions != null) {
            inner.add(new RewritingFilter(rewrites(shaping.rewrite(), versions), shaping.headers(), template));
        }
        if (shaping.mirror() != null) {
            inner.add(new MirrorFilter(
                    shaping.mirror(), pools.apply(shaping.mirror().origin())));
        }
        return inner;
    }

    private static Function<Call, @Nullable Rewrite> rewrites(
            @Nullable Rewrite ofRoute, @Nullable VersionFilter versions) {
        return versions == null ? call -> ofRoute : call -> versions.rewrite(call, ofRoute);
    }

    private static Map<String, Pool> pools(Collection<String> names, Function<String, Pool> pools) {
        Map<String, Pool> byName = new HashMap<>();
        names.forEach(name -> byName.put(name, pools.apply(name)));
        return byName;
    }
}
