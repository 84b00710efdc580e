package io.universalmiddleware.gateway.pool;

import io.universalmiddleware.gateway.document.Section;
import org.jspecify.annotations.Nullable;

/**
 * A hash key says what of a request decides its target.
 *
 * @param name of the header or cookie; empty for the others
 */
public record HashKey(From from, String name) {
    /** Where the key is taken from. */
    public enum From {
        HEADER,
        COOKIE,
        IP,
        PATH
    }

    /** Exactly one of {@code header}, {@code cookie} (a name each), {@code "ip": true}, {@code "path": true}. */
    static HashKey read(Section in) {
        HashKey found = new HashKey(From.IP, "");
        int said = 0;
        String header = in.text("header");
        if (header != null) {
            found = new HashKey(From.HEADER, header);
            said++;
        }
        String cookie = in.text("cookie");
        if (cookie != null) {
            found = new HashKey(From.COOKIE, cookie);
            said++;
        }
        if (in.flag("ip", false)) {
            said++;
        }
        if (in.flag("path", false)) {
            found = new HashKey(From.PATH, "");
            said++;
        }
        if (said != 1) {
            in.violation("expected exactly one of header, cookie, ip, path");
        }
        return found;
    }

    /** The key; null if the request has none. */
    @Nullable
    String of(Visitor request) {
        return switch (from) {
            case HEADER -> request.request().get(name);
            case COOKIE -> Cookies.find(request.request(), name);
            case IP -> request.clientAddress();
            case PATH -> request.path();
        };
    }
}
