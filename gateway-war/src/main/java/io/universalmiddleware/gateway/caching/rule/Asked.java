package io.universalmiddleware.gateway.caching.rule;

import static io.universalmiddleware.gateway.caching.rule.Directives.ABSENT;

import io.universalmiddleware.gateway.http.Fields;
import java.util.Locale;

/**
 * Asked is what a request wants of caches (RFC 9111, section 5.2.1).
 *
 * @param noStore nothing of this exchange is kept
 * @param noCache the origin is asked before anything stored is used
 * @param onlyIfCached the origin is not asked at all
 * @param maxAge seconds
 * @param minFresh seconds
 * @param maxStale seconds
 */
public record Asked(boolean noStore, boolean noCache, boolean onlyIfCached, long maxAge, long minFresh, long maxStale) {
    /** Nothing. */
    public static final Asked NOTHING = new Asked(false, false, false, ABSENT, ABSENT, ABSENT);

    /** Reads {@code Cache-Control}, or {@code Pragma} where there is none (section 5.4). */
    public static Asked of(Fields request) {
        if (!request.has("Cache-Control")) {
            String pragma = request.get("Pragma");
            return pragma != null && pragma.toLowerCase(Locale.ROOT).contains("no-cache")
                    ? new Asked(false, true, false, ABSENT, ABSENT, ABSENT)
                    : NOTHING;
        }
        Directives said = Directives.of(request.all("Cache-Control"));
        return new Asked(
                said.noStore(), said.noCache(), said.onlyIfCached(), said.maxAge(), said.minFresh(), said.maxStale());
    }

    /** Whether the request takes a response of this age, in milliseconds, without the origin being asked. */
    boolean takesFresh(Terms terms, long age) {
        return !noCache
                && (maxAge == ABSENT || age <= 1000 * maxAge)
                && (minFresh == ABSENT || terms.lifetime() - age >= 1000 * minFresh);
    }

    /** Whether the request takes a response that has been stale for this long. */
    boolean takesStale(Terms terms, long age) {
        return !noCache
                && !terms.neverStale()
                && !terms.sharedOnly()
                && maxStale != ABSENT
                && age - terms.lifetime() <= 1000 * maxStale
                && (maxAge == ABSENT || age <= 1000 * maxAge);
    }
}
