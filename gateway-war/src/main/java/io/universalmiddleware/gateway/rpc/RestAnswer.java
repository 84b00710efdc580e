package io.universalmiddleware.gateway.rpc;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A resource's answer.
 *
 * @param fields the value of a header field, whatever its name's case; null if it is absent
 */
public record RestAnswer(int status, Function<String, @Nullable String> fields, byte[] body) {

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    @Nullable
    String field(String name) {
        return fields.apply(name);
    }
}
