package io.universalmiddleware.gateway.caching.store;

import java.util.List;

/**
 * A purge makes the stored answers that it matches unusable (hard) or stale (soft).
 *
 * @param value a tag or the prefix of a path; empty for a gap
 */
public record Purge(String tenant, Kind kind, String value, boolean soft) {
    /** What the tags of the platform's views begin with: {@code view:{view}} and {@code view:{view}/{key}}. */
    public static final String VIEW = "view:";

    /** What a purge goes by. */
    public enum Kind {
        TAG,
        PREFIX,
        /** Changes of views were missed: whatever has the tag of any view, in every tenant. */
        VIEWS
    }

    public static Purge ofTag(String tenant, String tag, boolean soft) {
        return new Purge(tenant, Kind.TAG, tag, soft);
    }

    public static Purge ofPrefix(String tenant, String prefix, boolean soft) {
        return new Purge(tenant, Kind.PREFIX, prefix, soft);
    }

    static Purge ofEveryView() {
        return new Purge("", Kind.VIEWS, "", false);
    }

    /** Whether it means an answer of this tenant, path and tags. */
    boolean matches(String ofTenant, String path, List<String> tags) {
        return switch (kind) {
            case TAG -> tenant.equals(ofTenant) && tags.contains(value);
            case PREFIX -> tenant.equals(ofTenant) && path.startsWith(value);
            case VIEWS -> tags.stream().anyMatch(PurgeTags::isOfView);
        };
    }
}
