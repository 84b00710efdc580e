package io.universalmiddleware.gateway.cors;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.http.FieldSyntax;
import io.universalmiddleware.gateway.http.Fields;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Security headers tell a browser what it must not do with an answer ({@code "security"} of a route).
 *
 * <p>They replace the origin's. {@code Strict-Transport-Security} is said over TLS only (RFC 6797, section 7.2).
 * {@code Server} and {@code X-Powered-By} are taken off.
 */
public final class SecurityHeaders {
    private static final Duration YEAR = Duration.ofDays(365);

    private final Map<String, String> always;
    private final String transport;

    private enum FrameOptions {
        DENY,
        SAMEORIGIN,
        OFF
    }

    private SecurityHeaders(Map<String, String> always, String transport) {
        this.always = always;
        this.transport = transport;
    }

    /**
     * Reads {@code nosniff} (true), {@code frameOptions} (deny, sameorigin, off; deny), {@code referrerPolicy}
     * (strict-origin-when-cross-origin; empty for none), {@code contentSecurityPolicy} (none), and {@code hsts} with
     * {@code maxAge} (365d; 0s to 730d), {@code includeSubDomains} (false), {@code preload} (false).
     */
    public static SecurityHeaders read(Section in) {
        Map<String, String> always = new LinkedHashMap<>();
        if (in.flag("nosniff", true)) {
            always.put("X-Content-Type-Options", "nosniff");
        }
        FrameOptions frames = in.choice("frameOptions", FrameOptions.class, FrameOptions.DENY);
        if (frames != FrameOptions.OFF) {
            always.put("X-Frame-Options", frames.name());
        }
        value(
                in,
                "referrerPolicy",
                in.text("referrerPolicy", "strict-origin-when-cross-origin"),
                "Referrer-Policy",
                always);
        value(in, "contentSecurityPolicy", in.text("contentSecurityPolicy", ""), "Content-Security-Policy", always);
        String transport = in.object("hsts").map(SecurityHeaders::transport).orElse("max-age=" + YEAR.toSeconds());
        return new SecurityHeaders(always, transport);
    }

    /** Writes them. */
    public void answer(boolean tls, Fields answer) {
        answer.remove("Server");
        answer.remove("X-Powered-By");
        always.forEach(answer::set);
        if (tls) {
            answer.set("Strict-Transport-Security", transport);
        }
    }

    private static String transport(Section in) {
        Duration maxAge = in.duration("maxAge", YEAR, Duration.ZERO, Duration.ofDays(730));
        boolean subDomains = in.flag("includeSubDomains", false);
        boolean preload = in.flag("preload", false);
        if (preload && !subDomains) {
            in.violation("preload", "expected includeSubDomains beside it");
        }
        return "max-age=" + maxAge.toSeconds() + (subDomains ? "; includeSubDomains" : "")
                + (preload ? "; preload" : "");
    }

    private static void value(Section in, String field, String value, String name, Map<String, String> always) {
        if (!FieldSyntax.isValue(value)) {
            in.violation(field, "expected a field value: no control characters, no CR, LF or NUL");
        } else if (!value.isEmpty()) {
            always.put(name, value);
        }
    }
}
