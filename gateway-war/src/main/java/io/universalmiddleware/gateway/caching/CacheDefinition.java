package io.universalmiddleware.gateway.caching;

import io.universalmiddleware.gateway.caching.rule.Directives;
import io.universalmiddleware.gateway.caching.rule.Storing.CookieRule;
import io.universalmiddleware.gateway.caching.rule.Tags;
import io.universalmiddleware.gateway.caching.rule.Wishes;
import io.universalmiddleware.gateway.document.Section;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a route's field {@code cache} says. An empty object means: by RFC 9111, as the origin says.
 *
 * @param wishes {@code ttl}, {@code negative}, {@code override}, {@code heuristic}, {@code staleWhileRevalidate}, {@code staleIfError}
 * @param key {@code key}: what requests are told apart by
 * @param cookies {@code setCookie}: what becomes of answers that set cookies
 * @param tags {@code tags}: that every answer of the route has
 * @param maxBytes of a body that is stored
 * @param obeys whether a request's own {@code Cache-Control} counts
 */
public record CacheDefinition(
        Wishes wishes, KeyDefinition key, CookieRule cookies, List<String> tags, int maxBytes, boolean obeys) {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final int MOST_BYTES = 64 << 20;
    private static final int BYTES = 2 << 20;

    /** As the origin says. */
    public static final CacheDefinition BY_ORIGIN =
            new CacheDefinition(Wishes.NONE, KeyDefinition.TARGET, CookieRule.REFUSE, List.of(), BYTES, true);

    /** Whose word counts about what a request wants of caches. */
    enum Clients {
        OBEY,
        IGNORE
    }

    /** Reads the object; what is invalid is noted in the section. */
    public static CacheDefinition read(Section in) {
        Wishes wishes = new Wishes(
                millis(in, "ttl"),
                millis(in, "negative"),
                in.flag("override", false),
                in.flag("heuristic", true),
                millis(in, "staleWhileRevalidate"),
                millis(in, "staleIfError"));
        if (wishes.override() && !in.has("ttl") && !in.has("negative")) {
            in.violation("override", "needs a ttl or a negative to override with");
        }
        List<String> tags = in.texts("tags");
        if (tags.size() > Tags.MOST || tags.stream().anyMatch(CacheDefinition::isNoTag)) {
            in.violation(
                    "tags",
                    "expected at most " + Tags.MOST + " tags of 1 to " + Tags.LONGEST
                            + " visible characters without commas");
        }
        @Nullable KeyDefinition key = in.object("key").map(KeyDefinition::read).orElse(null);
        return new CacheDefinition(
                wishes,
                key == null ? KeyDefinition.TARGET : key,
                in.choice("setCookie", CookieRule.class, CookieRule.REFUSE),
                tags,
                in.integer("maxBytes", BYTES, 0, MOST_BYTES),
                in.choice("clientDirectives", Clients.class, Clients.OBEY) == Clients.OBEY);
    }

    private static long millis(Section in, String field) {
        return in.has(field)
                ? in.duration(field, Duration.ZERO, Duration.ZERO, WEEK).toMillis()
                : Directives.ABSENT;
    }

    private static boolean isNoTag(String tag) {
        return tag.isEmpty()
                || tag.length() > Tags.LONGEST
                || !tag.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != ',');
    }
}
