package io.universalmiddleware.gateway.pool;

import io.universalmiddleware.gateway.http.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one cookie of a request, and sets one on an answer (RFC 6265). */
final class Cookies {
    private Cookies() {}

    /** The first value of that name; null if there is none. */
    static @Nullable String find(Fields request, String name) {
        for (String field : request.all("Cookie")) {
            int begin = 0;
            while (begin < field.length()) {
                int semicolon = field.indexOf(';', begin);
                int end = semicolon < 0 ? field.length() : semicolon;
                int equals = field.indexOf('=', begin);
                if (equals > 0
                        && equals < end
                        && field.substring(begin, equals).strip().equals(name)) {
                    return field.substring(equals + 1, end).strip();
                }
                begin = end + 1;
            }
        }
        return null;
    }

    /** Has the client keep a value while it runs, in place of what was to be kept under that name. */
    static void set(Fields answer, String name, String value) {
        List<String> others = answer.all("Set-Cookie").stream()
                .filter(other -> !other.startsWith(name + '='))
                .toList();
        answer.remove("Set-Cookie");
        others.forEach(other -> answer.add("Set-Cookie", other));
        answer.add("Set-Cookie", name + '=' + value + "; Path=/; HttpOnly; SameSite=Lax");
    }
}
