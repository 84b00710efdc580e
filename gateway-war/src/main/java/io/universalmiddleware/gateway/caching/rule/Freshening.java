package io.universalmiddleware.gateway.caching.rule;

import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.Fields;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Freshening is what a 304 does to the stored response that it confirms (RFC 9111, sections 3.2 and 4.3.4). */
public final class Freshening {
    private static final Set<String> KEPT = Set.of(
            "content-length", "content-encoding", "content-type", "content-range", "transfer-encoding", "connection");

    private Freshening() {}

    /** Whether the 304 is about the stored response. */
    public static boolean confirms(Fields notModified, Fields stored) {
        @Nullable EntityTag confirmed = EntityTag.of(notModified.get("ETag"));
        if (confirmed == null) {
            return true;
        }
        @Nullable EntityTag known = EntityTag.of(stored.get("ETag"));
        return confirmed.weak() ? confirmed.isWeakly(known) : known == null || known.isWeakly(confirmed);
    }

    /** The stored fields with those of the 304 in their place. */
    public static FieldList merge(Fields stored, Fields notModified) {
        Set<String> replaced = new TreeSet<>();
        notModified.forEach((name, value) -> {
            String field = name.toLowerCase(Locale.ROOT);
            if (!KEPT.contains(field)) {
                replaced.add(field);
            }
        });
        FieldList merged = FieldList.only(stored, name -> !replaced.contains(name.toLowerCase(Locale.ROOT)));
        notModified.forEach((name, value) -> {
            if (replaced.contains(name.toLowerCase(Locale.ROOT))) {
                merged.add(name, value);
            }
        });
        return merged;
    }
}
