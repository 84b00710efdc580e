package io.universalmiddleware.cache.reading;

import io.universalmiddleware.cache.view.ViewValue;
import org.jspecify.annotations.Nullable;

/** The entity tag of a row is its version: one version has one representation, so the tag is strong (RFC 9110, section 8.8.3). */
final class EntityTags {
    private EntityTags() {}

    static String of(ViewValue value) {
        return "\"v" + value.version() + '"';
    }

    /** Whether {@code If-None-Match} names the tag; weak tags match too (RFC 9110, section 13.1.2). */
    static boolean matches(@Nullable String ifNoneMatch, String tag) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String candidate : ifNoneMatch.split(",", -1)) {
            String named = candidate.strip();
            if (named.equals("*") || named.equals(tag) || named.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }
}
