package io.universalmiddleware.gateway.caching.rule;

import io.universalmiddleware.gateway.http.Fields;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** The tags by which an answer can be purged: {@code Surrogate-Key} (by blanks) and {@code Cache-Tag} (by commas). */
public final class Tags {
    /** An answer with more of them, or a longer one, is not stored: it could not be purged as its origin expects. */
    public static final int MOST = 128;

    public static final int LONGEST = 256;

    private Tags() {}

    /** Those of the answer and those of the route. */
    public static Set<String> of(Fields response, Collection<String> always) {
        Set<String> tags = new LinkedHashSet<>(always);
        for (String value : response.all("Surrogate-Key")) {
            add(tags, value.split("[ \\t]+"));
        }
        for (String value : response.all("Cache-Tag")) {
            add(tags, value.split(","));
        }
        return tags;
    }

    /** Whether an answer with these tags can be kept. */
    public static boolean areFew(Set<String> tags) {
        return tags.size() <= MOST && tags.stream().allMatch(tag -> tag.length() <= LONGEST);
    }

    private static void add(Set<String> tags, String... texts) {
        for (String text : texts) {
            if (!text.isBlank()) {
                tags.add(text.strip());
            }
        }
    }
}
