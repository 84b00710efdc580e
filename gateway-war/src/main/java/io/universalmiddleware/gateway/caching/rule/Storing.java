package io.universalmiddleware.gateway.caching.rule;

import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.Fields;
import io.universalmiddleware.gateway.http.HeaderRules;
import java.util.Locale;
import java.util.Set;

/**
 * Storing decides whether a shared cache may keep the answer to a {@code GET} (RFC 9111, section 3).
 *
 * @param identified whether the request carried credentials, or its caller is known
 * @param perCaller whether the key holds the caller, so that nobody else is ever given the answer
 * @param cookies what becomes of an answer that sets cookies
 * @param hidden fields of requests, in lower case, that say who calls and that the edge takes off before the cache sees them
 */
public record Storing(Wishes wishes, boolean identified, boolean perCaller, CookieRule cookies, Set<String> hidden) {
    /** Refused because it was made for somebody. */
    public static final String AUTHORIZATION = "authorization";

    private static final Set<Integer> UNDERSTOOD = Set.of(
            200, 203, 204, 300, 301, 302, 303, 307, 308, 400, 403, 404, 405, 410, 414, 451, 500, 501, 502, 503, 504);

    /** Fields that the edge says itself, and that are as they were said or follow from the key. */
    private static final Set<String> COMPARED =
            Set.of("cookie", "host", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto");

    /** What a cache does with an answer that sets cookies. */
    public enum CookieRule {
        /** It is not stored. */
        REFUSE,
        /** It is stored without them. */
        STRIP,
        /** It is stored with them: every client is given the same ones. */
        KEEP
    }

    /** The outcome: empty if it may be stored, else why not, as a token of {@code Cache-Status}. */
    public String refusal(int status, Fields response, Directives said, Terms terms) {
        boolean forced = wishes.override() && wishes.ttl() != Directives.ABSENT;
        if (!UNDERSTOOD.contains(status) || response.has("Content-Range")) {
            return "status";
        }
        if (!forced && said.noStore() && !said.mustUnderstand()) {
            return "no-store";
        }
        if (!forced && said.isPrivate() && !perCaller) {
            return "private";
        }
        if (identified && !perCaller && !said.isPublic() && !said.mustRevalidate() && said.sharedMaxAge() < 0) {
            return AUTHORIZATION;
        }
        if (cookies == CookieRule.REFUSE && response.has("Set-Cookie")) {
            return "set-cookie";
        }
        if (!compares(Vary.of(response))) {
            return "vary";
        }
        if (isStream(response)) {
            return "stream";
        }
        boolean allowed = terms.explicit() || said.isPublic() || Terms.isByDefault(status);
        boolean useful = hasValidator(response) || (terms.usable() > 0 && !terms.validateAlways());
        return allowed && useful ? "" : "no-freshness";
    }

    /** Whether requests can be told apart by all that an answer varies by. */
    public boolean compares(Vary vary) {
        return vary.names().stream().noneMatch(this::tellsNothingApart);
    }

    /**
     * The fields that are kept: not those that only other recipients may see, nor those that this cache says itself.
     */
    public FieldList kept(Fields response, Directives said) {
        return FieldList.only(response, name -> {
            String field = name.toLowerCase(Locale.ROOT);
            return switch (field) {
                case "age", "cache-status", "content-length" -> false;
                case "set-cookie" ->
                    cookies == CookieRule.KEEP && !said.unshared().contains(field);
                default -> !said.unshared().contains(field);
            };
        });
    }

    /** Whether a field was meant for this cache alone, and is not passed on. */
    public static boolean isForTheCache(String name) {
        return name.equalsIgnoreCase(Terms.OWN_FIELD)
                || name.equalsIgnoreCase("Surrogate-Key")
                || name.equalsIgnoreCase("Cache-Tag");
    }

    /** Whether an answer varies by what this cache does not compare: by everything, or by a field that the edge says itself or takes off. */
    private boolean tellsNothingApart(String name) {
        return name.contains("*")
                || (!perCaller && hidden.contains(name))
                || (!COMPARED.contains(name) && !HeaderRules.passesToOrigin(name));
    }

    private static boolean hasValidator(Fields response) {
        return response.has("ETag") || response.has("Last-Modified");
    }

    /** A stream of events has no end to wait for. */
    private static boolean isStream(Fields response) {
        String type = response.get("Content-Type");
        return type != null && type.regionMatches(true, 0, "text/event-stream", 0, 17);
    }
}
