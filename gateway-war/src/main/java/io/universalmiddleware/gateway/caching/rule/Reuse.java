package io.universalmiddleware.gateway.caching.rule;

/** What may be done with a stored response for a request (RFC 9111, section 4; RFC 5861). */
public enum Reuse {
    /** It is the answer. */
    FRESH,
    /** It is the answer because the request takes stale ones. */
    ACCEPTED_STALE,
    /** It is the answer, and is to be validated meanwhile. */
    STALE_WHILE_REVALIDATE,
    /** The origin is to be asked first. */
    VALIDATE;

    /**
     * @param age of the stored response, in milliseconds
     * @param purged whether it was purged softly: it counts as stale from then on
     */
    public static Reuse of(Terms terms, long age, boolean purged, Asked asked) {
        if (terms.validateAlways()) {
            return VALIDATE;
        }
        if (!purged && terms.isFresh(age)) {
            return asked == Asked.NOTHING || asked.takesFresh(terms, age) ? FRESH : VALIDATE;
        }
        if (asked.takesStale(terms, age)) {
            return ACCEPTED_STALE;
        }
        boolean untouched =
                !asked.noCache() && asked.maxAge() == Directives.ABSENT && asked.minFresh() == Directives.ABSENT;
        boolean within = age < terms.lifetime() + terms.staleWhileRevalidate();
        return untouched && within && !terms.neverStale() && terms.staleWhileRevalidate() > 0
                ? STALE_WHILE_REVALIDATE
                : VALIDATE;
    }

    /** Whether a stored response may be used because the origin failed. */
    public static boolean onError(Terms terms, long age, Asked asked) {
        boolean within = age < terms.lifetime() + terms.staleIfError();
        return within && !terms.neverStale() && !terms.validateAlways() && !asked.noCache();
    }

    /** Whether a status of an origin means that it failed (RFC 5861, section 4). */
    public static boolean isError(int status) {
        return status == 500 || status == 502 || status == 503 || status == 504;
    }
}
