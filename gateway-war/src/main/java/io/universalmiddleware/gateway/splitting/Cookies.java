package io.universalmiddleware.gateway.splitting;

import io.universalmiddleware.gateway.http.Fields;
import org.jspecify.annotations.Nullable;

/** Reads a request's cookies (RFC 6265, section 5.4). */
final class Cookies {
    private Cookies() {}

    /** The first cookie of the name; null if there is none. */
    static @Nullable String get(Fields request, String name) {
        for (String line : request.all("Cookie")) {
            for (int from = 0; from < line.length(); ) {
                int semicolon = line.indexOf(';', from);
                int end = semicolon < 0 ? line.length() : semicolon;
                int equals = line.indexOf('=', from);
                if (equals > 0
                        && equals < end
                        && line.substring(from, equals).strip().equals(name)) {
                    return line.substring(equals + 1, end).strip();
                }
                from = end + 1;
            }
        }
        return null;
    }
}
