package io.universalmiddleware.gateway.caching.rule;

import static io.universalmiddleware.gateway.caching.rule.Directives.ABSENT;

import io.universalmiddleware.gateway.http.Fields;
import java.util.Optional;
import java.util.Set;

/**
 * The terms of a response say for how long, and under what conditions, a shared cache may reuse it (RFC 9111, section 4.2).
 *
 * @param lifetime milliseconds for which it is fresh, counted from its age 0
 * @param explicit whether the origin or the operator has said so; false for a guess
 * @param validateAlways whether every use asks the origin first
 * @param neverStale whether a stale response must not be used without asking the origin
 * @param sharedOnly whether its life is said by s-maxage, which lets no client take it stale (section 5.2.2.10)
 * @param staleWhileRevalidate milliseconds after its lifetime for which it is used while it is being validated
 * @param staleIfError milliseconds after its lifetime for which it is used when the origin fails
 */
public record Terms(
        long lifetime,
        boolean explicit,
        boolean validateAlways,
        boolean neverStale,
        boolean sharedOnly,
        long staleWhileRevalidate,
        long staleIfError) {
    /** The field by which an origin speaks to this cache alone. */
    public static final String OWN_FIELD = "Um-Cache-Control";

    private static final String EVERY_CDN = "CDN-Cache-Control";
    private static final Set<Integer> BY_DEFAULT = Set.of(200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501);
    private static final Set<Integer> NEGATIVE = Set.of(404, 405, 410, 414, 501);

    /** The directives that count here: those of the first targeted field that is there and valid, else {@code Cache-Control}. */
    public static Directives directives(Fields response) {
        return targeted(response).orElseGet(() -> Directives.of(response.all("Cache-Control")));
    }

    /** What follows from a response's fields and from what the operator says of the route. */
    public static Terms of(int status, Fields response, Directives said, Wishes wishes, long receivedAt) {
        long lifetime = said.hasLifetime() ? lifetime(said) : ABSENT;
        boolean hasExpires = targeted(response).isEmpty() && response.has("Expires");
        if (lifetime == ABSENT && hasExpires) {
            lifetime = expires(response, receivedAt);
        }
        boolean explicit = lifetime != ABSENT;
        long wished = NEGATIVE.contains(status) ? wishes.negative() : wishes.ttl();
        if (wished != ABSENT && isByDefault(status) && (!explicit || wishes.override())) {
            lifetime = wished;
            explicit = true;
        }
        if (!explicit) {
            lifetime = wishes.heuristic() && (isByDefault(status) || said.isPublic()) ? guess(response, receivedAt) : 0;
        }
        boolean strict = said.mustRevalidate() || said.proxyRevalidate();
        return new Terms(
                lifetime,
                explicit,
                said.noCache() && !wishes.override(),
                strict && !wishes.override(),
                said.sharedMaxAge() != ABSENT,
                window(said.staleWhileRevalidate(), wishes.staleWhileRevalidate()),
                window(said.staleIfError(), wishes.staleIfError()));
    }

    /** Whether a status is cacheable without a word of the origin (RFC 9110, section 15.1). */
    static boolean isByDefault(int status) {
        return BY_DEFAULT.contains(status);
    }

    /** Whether a response of this age, in milliseconds, is fresh. */
    public boolean isFresh(long age) {
        return age < lifetime;
    }

    /** Milliseconds of age after which nobody may use it any more without asking the origin. */
    public long usable() {
        return neverStale || validateAlways ? lifetime : lifetime + Math.max(staleWhileRevalidate, staleIfError);
    }

    private static Optional<Directives> targeted(Fields response) {
        if (response.has(OWN_FIELD)) {
            Optional<Directives> own = TargetedDirectives.of(response.all(OWN_FIELD));
            if (own.isPresent()) {
                return own;
            }
        }
        return response.has(EVERY_CDN) ? TargetedDirectives.of(response.all(EVERY_CDN)) : Optional.empty();
    }

    private static long lifetime(Directives said) {
        return 1000 * (said.sharedMaxAge() != ABSENT ? said.sharedMaxAge() : said.maxAge());
    }

    /** An invalid date means already expired (section 5.3). */
    private static long expires(Fields response, long receivedAt) {
        long expires = HttpDate.parse(response.get("Expires")).orElse(0);
        return Math.max(0, expires - Age.date(response, receivedAt));
    }

    /** A tenth of the time since it was last modified (section 4.2.2), a day at most. */
    private static long guess(Fields response, long receivedAt) {
        long date = Age.date(response, receivedAt);
        long modified = HttpDate.parse(response.get("Last-Modified")).orElse(date);
        return Math.min(86_400_000L, Math.max(0, (date - modified) / 10));
    }

    private static long window(long said, long wished) {
        return said != ABSENT ? 1000 * said : Math.max(0, wished);
    }
}
