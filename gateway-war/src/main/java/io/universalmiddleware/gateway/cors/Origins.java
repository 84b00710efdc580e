package io.universalmiddleware.gateway.cors;

import io.universalmiddleware.gateway.http.Authority;
import io.universalmiddleware.gateway.http.Checked;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Origins are the web sites that may call a route: exact ones, sub-domains, or any.
 *
 * <p>A pattern {@code https://*.example.com} covers each sub-domain at any depth, of that scheme and port, and not
 * {@code https://example.com} itself. {@code null}, the origin of sandboxed pages and files, is only covered if it is named.
 */
final class Origins {
    private static final int MAX_LENGTH = 300;

    private final boolean any;
    private final Set<String> exact = new HashSet<>();
    private final List<Subdomains> subdomains = new ArrayList<>();

    private record Subdomains(String scheme, String suffix) {
        boolean covers(String origin) {
            int label = origin.length() - suffix.length() - scheme.length();
            return label > 0
                    && origin.startsWith(scheme)
                    && origin.endsWith(suffix)
                    && isLabels(origin, scheme.length(), scheme.length() + label);
        }

        private static boolean isLabels(String origin, int from, int to) {
            char before = '.';
            for (int i = from; i < to; i++) {
                char c = origin.charAt(i);
                boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
                if (!plain && (c != '.' || before == '.')) {
                    return false;
                }
                before = c;
            }
            return before != '.';
        }
    }

    private Origins(boolean any) {
        this.any = any;
    }

    /** @throws IllegalArgumentException naming the pattern that is none */
    static Origins of(List<String> patterns) {
        Origins origins = new Origins(patterns.contains("*"));
        for (String pattern : patterns) {
            int star = pattern.indexOf("://*.");
            if (star > 0) {
                String scheme = pattern.substring(0, star + 3);
                origins.checkOrigin(pattern, scheme + pattern.substring(star + 5));
                origins.subdomains.add(new Subdomains(scheme, pattern.substring(star + 4)));
            } else if (pattern.equals("null")) {
                origins.exact.add(pattern);
            } else if (!pattern.equals("*")) {
                origins.checkOrigin(pattern, pattern);
                origins.exact.add(pattern);
            }
        }
        return origins;
    }

    /** Whether any origin may call, so that answers do not depend on it. */
    boolean isAny() {
        return any;
    }

    /** @param origin a request's {@code Origin}, as browsers write it: lower case, the default port left out */
    boolean cover(String origin) {
        if (exact.contains(origin)) {
            return true;
        }
        if (origin.length() > MAX_LENGTH || origin.equals("null")) {
            return false;
        }
        for (Subdomains pattern : subdomains) {
            if (pattern.covers(origin)) {
                return true;
            }
        }
        return any && isOrigin(origin);
    }

    private void checkOrigin(String pattern, String origin) {
        if (!isOrigin(origin)) {
            throw new IllegalArgumentException(
                    "expected https://app.example.com, https://*.example.com, null or *, not " + pattern);
        }
    }

    private static boolean isOrigin(String text) {
        int colon = text.indexOf("://");
        return colon > 0
                && text.substring(0, colon)
                        .chars()
                        .allMatch(c -> c >= 'a' && c <= 'z' || c == '-' || c == '+' || c == '.')
                && text.equals(text.toLowerCase(Locale.ROOT))
                && Authority.of(text.substring(colon + 3)) instanceof Checked.Usable<Authority>;
    }
}
