package io.universalmiddleware.gateway.caching.rule;

import static io.universalmiddleware.gateway.caching.rule.Directives.ABSENT;

/**
 * Wishes are what the operator of a route wants where the origin leaves room, all in milliseconds and
 * {@link Directives#ABSENT} where there is no wish.
 *
 * @param ttl life of an answer whose origin says nothing
 * @param negative life of a 404, 405, 410, 414 or 501 whose origin says nothing
 * @param override whether the lives also count against what the origin says
 * @param heuristic whether a life is guessed where nobody says one
 * @param staleWhileRevalidate used where the origin says none
 * @param staleIfError used where the origin says none
 */
public record Wishes(
        long ttl, long negative, boolean override, boolean heuristic, long staleWhileRevalidate, long staleIfError) {
    /** As the origin says. */
    public static final Wishes NONE = new Wishes(ABSENT, ABSENT, false, true, ABSENT, ABSENT);
}
