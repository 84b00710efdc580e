package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.identity.token.ApplicationScopes;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from a document what somebody may, and for how long. */
final class Rights {
    private static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]{1,100}");
    private static final int MOST = 50;

    private Rights() {}

    /** {@code roles}: none if absent. */
    static Set<String> roles(Section in) {
        return texts(in, "roles", ROLE, "expected a role: a-z, 0-9 and -, at most 63 characters");
    }

    /** {@code scopes} (RFC 6749, section 3.3): none if absent. */
    static Set<String> scopes(Section in) {
        return texts(
                in, "scopes", SCOPE, "expected a scope: 1 to 100 visible characters without quotes and backslashes");
    }

    /** {@code scopes} of an application: those that tell of the user if absent. */
    static Set<String> applicationScopes(Section in) {
        Set<String> scopes = scopes(in);
        scopes.stream()
                .filter(scope -> !ApplicationScopes.isGivable(scope))
                .forEach(scope -> in.violation("scopes", scope + " is lent to no application"));
        return in.has("scopes") ? scopes : Set.of(ApplicationScopes.OPENID, "profile", "email");
    }

    /** {@code expiresAt}; null if absent. */
    static @Nullable Instant expiry(Section in) {
        @Nullable String text = in.text("expiresAt");
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException other) {
            in.violation("expiresAt", "expected an ISO 8601 time such as 2027-01-31T12:00:00Z");
            return null;
        }
    }

    private static Set<String> texts(Section in, String field, Pattern form, String expected) {
        List<String> texts = in.texts(field);
        if (texts.size() > MOST) {
            in.violation(field, "expected at most " + MOST);
        }
        for (int i = 0; i < texts.size(); i++) {
            if (!form.matcher(texts.get(i)).matches()) {
                in.violation(field, i, expected);
            }
        }
        return new HashSet<>(texts);
    }
}
