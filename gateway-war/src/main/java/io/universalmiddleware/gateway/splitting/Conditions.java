package io.universalmiddleware.gateway.splitting;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.http.FieldSyntax;
import io.universalmiddleware.gateway.http.Fields;
import java.util.Map;

/**
 * Conditions are what a request must carry: fields and cookies with certain values, {@code *} for any; all of them.
 *
 * @param headers by name
 * @param cookies by name
 */
record Conditions(Map<String, String> headers, Map<String, String> cookies) {

    Conditions {
        headers = Map.copyOf(headers);
        cookies = Map.copyOf(cookies);
    }

    static Conditions read(Section in) {
        Conditions read = new Conditions(in.map("headers"), in.map("cookies"));
        read.headers.keySet().stream()
                .filter(name -> !FieldSyntax.isToken(name))
                .forEach(name -> in.violation("headers", name, "expected a field name"));
        return read;
    }

    boolean isEmpty() {
        return headers.isEmpty() && cookies.isEmpty();
    }

    boolean hold(Fields request) {
        for (Map.Entry<String, String> wanted : headers.entrySet()) {
            boolean met = wanted.getValue().equals("*")
                    ? request.has(wanted.getKey())
                    : request.all(wanted.getKey()).contains(wanted.getValue());
            if (!met) {
                return false;
            }
        }
        for (Map.Entry<String, String> wanted : cookies.entrySet()) {
            String cookie = Cookies.get(request, wanted.getKey());
            if (cookie == null || !wanted.getValue().equals("*") && !cookie.equals(wanted.getValue())) {
                return false;
            }
        }
        return true;
    }
}
