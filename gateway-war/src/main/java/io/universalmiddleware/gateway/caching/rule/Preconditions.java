package io.universalmiddleware.gateway.caching.rule;

import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.Fields;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The preconditions of a request, as a cache evaluates them on what it stores (RFC 9111, section 4.3.2). */
public final class Preconditions {
    private static final List<String> OF_A_304 =
            List.of("Age", "Cache-Control", "Content-Location", "Date", "ETag", "Expires", "Vary", "Last-Modified");

    private Preconditions() {}

    /** Whether only the origin can evaluate them. */
    public static boolean areForTheOrigin(Fields request) {
        return request.has("If-Match") || request.has("If-Unmodified-Since");
    }

    /** Whether the client has what is stored, so that 304 is the answer. */
    public static boolean isNotModified(Fields request, Fields stored) {
        List<String> tags = request.all("If-None-Match");
        if (!tags.isEmpty()) {
            @Nullable EntityTag tag = EntityTag.of(stored.get("ETag"));
            return tags.stream().anyMatch(list -> list.strip().equals("*")) || (tag != null && tag.isAmong(tags));
        }
        OptionalLong since = HttpDate.parse(request.get("If-Modified-Since"));
        OptionalLong modified = HttpDate.parse(stored.get("Last-Modified"));
        if (modified.isEmpty()) {
            modified = HttpDate.parse(stored.get("Date"));
        }
        return since.isPresent() && modified.isPresent() && modified.getAsLong() <= since.getAsLong();
    }

    /** The fields of a 304 for what is stored (RFC 9110, section 15.4.5). */
    public static FieldList notModified(Fields stored) {
        FieldList fields = new FieldList();
        for (String name : OF_A_304) {
            stored.all(name).forEach(value -> fields.add(name, value));
        }
        return fields;
    }

    /** Takes a client's preconditions and range out of a request that is to fetch the whole. */
    public static void remove(Fields request) {
        request.remove("If-None-Match");
        request.remove("If-Modified-Since");
        request.remove("If-Match");
        request.remove("If-Unmodified-Since");
        request.remove("If-Range");
        request.remove("Range");
    }

    /** Has the origin compare with what is stored; whether there is anything to compare by. */
    public static boolean validate(Fields request, Fields stored) {
        @Nullable String tag = stored.get("ETag");
        @Nullable String modified = stored.get("Last-Modified");
        if (tag != null) {
            request.set("If-None-Match", tag);
        }
        if (modified != null) {
            request.set("If-Modified-Since", modified);
        }
        return tag != null || modified != null;
    }
}
