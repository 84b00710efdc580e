package io.universalmiddleware.gateway.door;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, as far as it decides whether a door is open to it.
 *
 * @param path canonical
 * @param fields the values of a header field, whatever its name's case
 * @param announced bytes of the body by Content-Length; negative if they are not announced
 */
public record RequestHead(String method, String path, Function<String, List<String>> fields, long announced) {

    /** The value of a field that stands there once; null if it is absent or stands there more often. */
    @Nullable
    String only(String name) {
        List<String> values = fields.apply(name);
        return values.size() == 1 ? values.get(0) : null;
    }

    boolean has(String name) {
        return !fields.apply(name).isEmpty();
    }
}
