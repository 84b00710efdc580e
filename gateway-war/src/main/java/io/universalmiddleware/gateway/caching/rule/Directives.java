package io.universalmiddleware.gateway.caching.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Directives are what a message's cache control says (RFC 9111, section 5.2; RFC 5861).
 *
 * <p>Seconds are {@link #ABSENT} where a directive is not there. Of two that contradict each other the first counts; a number
 * that is none is 0, and one that is too large is {@link #MOST} (sections 1.2.2 and 4.2.1).
 *
 * @param noStore no-store
 * @param noCache no-cache without names of fields
 * @param isPrivate private without names of fields
 * @param isPublic public
 * @param mustRevalidate must-revalidate
 * @param proxyRevalidate proxy-revalidate
 * @param mustUnderstand must-understand
 * @param onlyIfCached only-if-cached
 * @param maxStale {@link #MOST} if it has no number
 * @param unshared the fields that private and no-cache name, in lower case
 */
public record Directives(
        boolean noStore,
        boolean noCache,
        boolean isPrivate,
        boolean isPublic,
        boolean mustRevalidate,
        boolean proxyRevalidate,
        boolean mustUnderstand,
        boolean onlyIfCached,
        long maxAge,
        long sharedMaxAge,
        long maxStale,
        long minFresh,
        long staleWhileRevalidate,
        long staleIfError,
        List<String> unshared) {
    public static final long ABSENT = -1;
    public static final long MOST = Integer.MAX_VALUE;

    /** Nothing is said. */
    public static final Directives NONE = new Reading().directives();

    /** @param values every value of {@code Cache-Control} */
    public static Directives of(List<String> values) {
        if (values.isEmpty()) {
            return NONE;
        }
        Reading reading = new Reading();
        for (String value : values) {
            for (ListMember member : ListMember.of(value)) {
                reading.take(member.name(), member.argument(), !member.hasArgument());
            }
        }
        return reading.directives();
    }

    /** Whether it says for how long, in a way that counts for a shared cache. */
    boolean hasLifetime() {
        return sharedMaxAge != ABSENT || maxAge != ABSENT;
    }

    /** Collects directives one by one. */
    static final class Reading {
        private boolean noStore;
        private boolean noCache;
        private boolean isPrivate;
        private boolean isPublic;
        private boolean mustRevalidate;
        private boolean proxyRevalidate;
        private boolean mustUnderstand;
        private boolean onlyIfCached;
        private long maxAge = ABSENT;
        private long sharedMaxAge = ABSENT;
        private long maxStale = ABSENT;
        private long minFresh = ABSENT;
        private long staleWhileRevalidate = ABSENT;
        private long staleIfError = ABSENT;
        private final List<String> unshared = new ArrayList<>(0);

        void take(String name, String argument, boolean bare) {
            switch (name) {
                case "no-store" -> noStore = true;
                case "no-cache" -> noCache |= whole(argument, bare);
                case "private" -> isPrivate |= whole(argument, bare);
                case "public" -> isPublic = true;
                case "must-revalidate" -> mustRevalidate = true;
                case "proxy-revalidate" -> proxyRevalidate = true;
                case "must-understand" -> mustUnderstand = true;
                case "only-if-cached" -> onlyIfCached = true;
                case "max-age" -> maxAge = first(maxAge, argument);
                case "s-maxage" -> sharedMaxAge = first(sharedMaxAge, argument);
                case "max-stale" -> maxStale = bare ? MOST : first(maxStale, argument);
                case "min-fresh" -> minFresh = first(minFresh, argument);
                case "stale-while-revalidate" -> staleWhileRevalidate = first(staleWhileRevalidate, argument);
                case "stale-if-error" -> staleIfError = first(staleIfError, argument);
                default -> {} // unknown ones are ignored (section 5.2.3)
            }
        }

        Directives directives() {
            return new Directives(
                    noStore,
                    noCache,
                    isPrivate,
                    isPublic,
                    mustRevalidate,
                    proxyRevalidate,
                    mustUnderstand,
                    onlyIfCached,
                    maxAge,
                    sharedMaxAge,
                    maxStale,
                    minFresh,
                    staleWhileRevalidate,
                    staleIfError,
                    List.copyOf(unshared));
        }

        /** Notes the fields that are named; whether none is. */
        private boolean whole(String argument, boolean bare) {
            if (bare) {
                return true;
            }
            int before = unshared.size();
            for (String field : argument.split(",")) {
                if (!field.isBlank()) {
                    unshared.add(field.strip().toLowerCase(Locale.ROOT));
                }
            }
            return unshared.size() == before;
        }

        private static long first(long known, String argument) {
            return known == ABSENT ? seconds(argument) : known;
        }

        private static long seconds(String text) {
            long value = 0;
            for (int i = 0; i < text.length(); i++) {
                int digit = text.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    return 0;
                }
                value = Math.min(MOST, value * 10 + digit);
            }
            return value;
        }
    }
}
