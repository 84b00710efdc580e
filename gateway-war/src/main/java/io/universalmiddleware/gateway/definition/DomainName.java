package io.universalmiddleware.gateway.definition;

import java.util.regex.Pattern;

/** The names of hosts that tenants may have: of DNS, in lower case, of two labels at least (RFC 1123, section 2.1). */
final class DomainName {
    private static final int LONGEST = 253;
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern NAME = Pattern.compile("(?:" + LABEL + "\\.)+" + LABEL);
    private static final Pattern ADDRESS = Pattern.compile(".*\\.[0-9]+");

    private DomainName() {}

    /** Whether it may be one. Addresses may not. */
    static boolean isValid(String text) {
        return text.length() <= LONGEST
                && NAME.matcher(text).matches()
                && !ADDRESS.matcher(text).matches();
    }
}
