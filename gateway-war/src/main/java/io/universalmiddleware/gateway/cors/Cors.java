package io.universalmiddleware.gateway.cors;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.http.FieldSyntax;
import io.universalmiddleware.gateway.http.Fields;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * CORS is which pages of other origins a browser lets read a route's answers ({@code "cors"} of a route; Fetch standard,
 * section 3.2).
 *
 * <p>The edge answers preflights itself and owns the {@code Access-Control-*} fields of every answer: the origin server's
 * are taken off. {@code *} and credentials never stand together. A private network is never opened.
 */
public final class Cors {
    private static final List<String> SAFE_METHODS = List.of("GET", "HEAD", "POST");
    private static final Set<String> SAFE_FIELDS =
            Set.of("accept", "accept-language", "content-language", "content-type");
    private static final List<String> OWNED = List.of(
            "Access-Control-Allow-Origin",
            "Access-Control-Allow-Credentials",
            "Access-Control-Allow-Methods",
            "Access-Control-Allow-Headers",
            "Access-Control-Expose-Headers",
            "Access-Control-Max-Age",
            "Access-Control-Allow-Private-Network");

    private final Origins origins;
    private final Set<String> methods;
    private final Set<String> fields;
    private final boolean credentials;
    private final boolean anyField;
    private final @Nullable String exposed;
    private final String allowedMethods;
    private final String maxAge;

    private Cors(
            Origins origins,
            List<String> methods,
            List<String> fields,
            List<String> exposed,
            boolean credentials,
            Duration maxAge) {
        this.origins = origins;
        this.methods = new HashSet<>(methods);
        this.fields = lowerCase(fields);
        this.credentials = credentials;
        this.exposed = exposed.isEmpty() ? null : String.join(", ", exposed);
        this.maxAge = Long.toString(maxAge.toSeconds());
        anyField = fields.contains("*");
        allowedMethods = String.join(", ", methods);
    }

    /**
     * Reads {@code origins} (at least one), {@code methods} (GET, HEAD, POST), {@code headers} (none; {@code *} for any),
     * {@code expose} (none), {@code credentials} (false), {@code maxAge} (10m; 0s to 1d).
     */
    public static Cors read(Section in) {
        List<String> patterns = in.texts("origins");
        List<String> methods = in.has("methods") ? in.texts("methods") : SAFE_METHODS;
        List<String> fields = in.texts("headers");
        List<String> exposed = in.texts("expose");
        boolean credentials = in.flag("credentials", false);
        Duration maxAge = in.duration("maxAge", Duration.ofMinutes(10), Duration.ZERO, Duration.ofDays(1));
        if (patterns.isEmpty()) {
            in.violation("origins", "expected at least one origin, or *");
        }
        if (credentials && patterns.contains("*")) {
            in.violation("credentials", "expected named origins: credentials are never for any origin");
        }
        if (credentials && exposed.contains("*")) {
            in.violation("expose", "expected named fields: with credentials * is no wildcard");
        }
        tokens(in, "methods", methods);
        tokens(in, "headers", fields);
        tokens(in, "expose", exposed);
        Origins origins = origins(in, patterns);
        return new Cors(origins, methods, fields, exposed, credentials, maxAge);
    }

    /** Whether the request is a preflight. */
    public static boolean isPreflight(String method, Fields request) {
        return method.equals("OPTIONS") && request.has("Origin") && request.has("Access-Control-Request-Method");
    }

    /**
     * Judges a preflight.
     *
     * @param answer where the fields of a permission are put
     * @return why it is not permitted; null if it is
     */
    public @Nullable String preflight(Fields request, Fields answer) {
        answer.add("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        String origin = single(request, "Origin");
        String method = single(request, "Access-Control-Request-Method");
        if (origin == null || !origins.cover(origin)) {
            return "The origin may not call this route.";
        }
        if (method == null || !methods.contains(method)) {
            return "The method may not be used from other origins.";
        }
        if (request.has("Access-Control-Request-Private-Network")) {
            return "A private network is not open to public pages.";
        }
        String asked = String.join(",", request.all("Access-Control-Request-Headers"));
        if (!allowsFields(asked)) {
            return "A header field may not be sent from other origins.";
        }
        permit(origin, answer);
        answer.set("Access-Control-Allow-Methods", allowedMethods);
        if (!asked.isBlank()) {
            answer.set("Access-Control-Allow-Headers", asked);
        }
        answer.set("Access-Control-Max-Age", maxAge);
        return null;
    }

    /** Says to a browser whether its page may read the answer. */
    public void answer(Fields request, Fields answer) {
        String origin = single(request, "Origin");
        if (!origins.isAny()) {
            answer.add("Vary", "Origin");
        }
        if (origin != null && origins.cover(origin)) {
            permit(origin, answer);
            if (exposed != null) {
                answer.set("Access-Control-Expose-Headers", exposed);
            }
        }
    }

    /** Takes off what the origin server said; the edge says it. */
    public static void takeOff(Fields response) {
        for (String name : OWNED) {
            response.remove(name);
        }
    }

    private void permit(String origin, Fields answer) {
        answer.set("Access-Control-Allow-Origin", origins.isAny() ? "*" : origin);
        if (credentials) {
            answer.set("Access-Control-Allow-Credentials", "true");
        }
    }

    /** Whether each name in the list is a token that may be sent; the list is then safe to be repeated. */
    private boolean allowsFields(String asked) {
        if (asked.isBlank()) {
            return true;
        }
        for (String part : asked.split(",", -1)) {
            String name = part.strip().toLowerCase(Locale.ROOT);
            boolean named = fields.contains(name) || SAFE_FIELDS.contains(name);
            boolean wild = anyField && !(credentials && name.equals("authorization"));
            if (!FieldSyntax.isToken(name) || !(named || wild)) {
                return false;
            }
        }
        return FieldSyntax.isValue(asked);
    }

    private static @Nullable String single(Fields request, String name) {
        List<String> values = request.all(name);
        return values.size() == 1 ? values.get(0) : null;
    }

    private static Origins origins(Section in, List<String> patterns) {
        try {
            return Origins.of(patterns);
        } catch (IllegalArgumentException invalid) {
            in.violation("origins", String.valueOf(invalid.getMessage()));
            return Origins.of(List.of());
        }
    }

    private static void tokens(Section in, String field, List<String> names) {
        for (String name : names) {
            if (!FieldSyntax.isToken(name)) {
                in.violation(field, "expected names without blanks or separators, not " + name);
            }
        }
    }

    private static Set<String> lowerCase(List<String> names) {
        Set<String> lower = new HashSet<>();
        names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        return lower;
    }
}
