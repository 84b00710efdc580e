package io.universalmiddleware.contracts.edge;

import io.universalmiddleware.contracts.trace.TraceContext;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request as the edge hands it to an {@link EdgeHandler}.
 *
 * @param path canonical
 * @param query without its question mark, as the client wrote it; null if there is none
 * @param requestId what the answer and the logs know it by
 * @param fields the values of a header field, whatever its name's case; to be read before {@code answer} returns
 * @param body all of it; empty if there is none. Not copied: nobody changes it
 */
public record EdgeRequest(
        String method,
        String path,
        @Nullable String query,
        Bearer bearer,
        String requestId,
        TraceContext trace,
        Function<String, List<String>> fields,
        byte[] body) {

    /** The first value of a header field; null if there is none. */
    public @Nullable String field(String name) {
        List<String> values = fields.apply(name);
        return values.isEmpty() ? null : values.get(0);
    }
}
