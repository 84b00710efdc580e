package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.http.Authority;
import io.universalmiddleware.gateway.http.FieldSyntax;
import io.universalmiddleware.gateway.http.Forwarding;
import io.universalmiddleware.gateway.http.HeaderRules;
import io.universalmiddleware.gateway.http.RequestMarks;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries header fields from one side of an exchange to the other, by {@link HeaderRules}. */
final class Headers {
    private static final CharSequence VIA = HttpHeaders.createOptimized("Via");
    static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
    private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");
    private static final String PSEUDONYM = " um";

    private Headers() {}

    /** Whether every field may be emitted: HTTP/2 and origins may bring what HTTP/1 must not carry. */
    static boolean areValid(MultiMap headers) {
        for (Map.Entry<String, String> field : headers) {
            if (!FieldSyntax.isToken(field.getKey()) || !FieldSyntax.isValue(field.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** Writes the header with which a request goes on, but for what frames its body. */
    static void toOrigin(
            HttpServerRequest request, MultiMap out, Authority host, RequestMarks marks, Forwarding forwarding) {
        MultiMap in = request.headers();
        out.set(HttpHeaders.HOST, host.toString());
        Set<String> named = HeaderRules.namedBy(in.getAll(HttpHeaders.CONNECTION));
        @Nullable StringBuilder cookies = null;
        for (Map.Entry<String, String> field : in) {
            String name = field.getKey();
            if (HeaderRules.passesToOrigin(name) && (named.isEmpty() || !isNamed(named, name))) {
                out.add(name, field.getValue());
            } else if (name.equalsIgnoreCase("cookie") && !isNamed(named, name)) {
                cookies = cookies == null ? new StringBuilder() : cookies.append("; ");
                cookies.append(field.getValue());
            }
        }
        if (cookies != null) {
            out.set(HttpHeaders.COOKIE, cookies.toString());
        }
        if (in.contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            out.set(HttpHeaders.EXPECT, HttpHeaders.CONTINUE);
        }
        if (namesTrailers(in.getAll("TE"))) {
            out.set("TE", "trailers").set(HttpHeaders.CONNECTION, "TE");
        }
        out.set(VIA, via(in, request.version()));
        marks(out, marks);
        forwarded(request, out, host, forwarding);
    }

    /** Writes the header with which a response goes on, but for what frames its body. */
    static void toClient(HttpClientResponse response, MultiMap out, RequestMarks marks) {
        MultiMap in = response.headers();
        Set<String> named = HeaderRules.namedBy(in.getAll(HttpHeaders.CONNECTION));
        for (Map.Entry<String, String> field : in) {
            if (HeaderRules.passesToClient(field.getKey()) && (named.isEmpty() || !isNamed(named, field.getKey()))) {
                out.add(field.getKey(), field.getValue());
            }
        }
        out.set(VIA, via(in, response.version()));
        out.set(REQUEST_ID, marks.requestId());
    }

    /** Copies the trailers that may pass. */
    static void trailers(MultiMap in, MultiMap out) {
        for (Map.Entry<String, String> field : in) {
            boolean valid = FieldSyntax.isToken(field.getKey()) && FieldSyntax.isValue(field.getValue());
            if (valid && HeaderRules.passesAsTrailer(field.getKey())) {
                out.add(field.getKey(), field.getValue());
            }
        }
    }

    private static boolean isNamed(Set<String> named, String name) {
        return named.contains(name.toLowerCase(Locale.ROOT));
    }

    private static boolean namesTrailers(List<String> te) {
        return te.stream().anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("trailers"));
    }

    private static String via(MultiMap in, HttpVersion version) {
        String own =
                (version == HttpVersion.HTTP_2 ? "2" : version == HttpVersion.HTTP_1_0 ? "1.0" : "1.1") + PSEUDONYM;
        return in.contains(VIA) ? String.join(", ", in.getAll(VIA)) + ", " + own : own;
    }

    private static void marks(MultiMap out, RequestMarks marks) {
        out.set(REQUEST_ID, marks.requestId());
        out.set(TRACEPARENT, marks.trace().traceparent());
        if (marks.traceState() != null) {
            out.set("tracestate", marks.traceState());
        }
    }

    private static void forwarded(HttpServerRequest request, MultiMap out, Authority host, Forwarding forwarding) {
        MultiMap in = request.headers();
        boolean listens = forwarding.trustedHops() > 0;
        Forwarding.Told told = forwarding.tell(
                request.remoteAddress().hostAddress(),
                request.isSSL() ? "https" : "http",
                host,
                listens ? in.getAll("X-Forwarded-For") : List.of(),
                listens ? in.get("X-Forwarded-Proto") : null,
                listens ? in.get("X-Forwarded-Host") : null);
        out.set("Forwarded", told.forwarded())
                .set("X-Forwarded-For", told.forwardedFor())
                .set("X-Forwarded-Proto", told.protocol())
                .set("X-Forwarded-Host", told.host())
                .set("X-Forwarded-Port", Integer.toString(told.port()));
    }
}
