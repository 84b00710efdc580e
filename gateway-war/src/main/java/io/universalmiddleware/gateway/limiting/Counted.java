package io.universalmiddleware.gateway.limiting;

import io.universalmiddleware.gateway.http.FieldSyntax;
import java.util.Locale;
import java.util.Optional;

/**
 * What a limit counts apart: each of these has a count of its own, within the route, the origin, the tenant or the
 * platform that declares the limit.
 *
 * @param header the field's name in lower case; empty but for {@link By#HEADER}
 */
public record Counted(By by, String header) {
    private static final String HEADER = "header:";
    static final String EXPECTED =
            "expected one of ip, user, key, tenant, route, global, or header: and the name of a field";

    /** The kinds. */
    public enum By {
        IP,
        USER,
        KEY,
        TENANT,
        ROUTE,
        GLOBAL,
        HEADER
    }

    /** As it stands in a document. */
    static Optional<Counted> parse(String text) {
        if (text.startsWith(HEADER)) {
            String name = text.substring(HEADER.length());
            return isName(name) ? Optional.of(new Counted(By.HEADER, name.toLowerCase(Locale.ROOT))) : Optional.empty();
        }
        for (By by : By.values()) {
            if (by != By.HEADER && by.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(new Counted(by, ""));
            }
        }
        return Optional.empty();
    }

    private static boolean isName(String name) {
        return name.length() <= 64 && FieldSyntax.isToken(name);
    }

    @Override
    public String toString() {
        return by == By.HEADER ? HEADER + header : by.name().toLowerCase(Locale.ROOT);
    }
}
