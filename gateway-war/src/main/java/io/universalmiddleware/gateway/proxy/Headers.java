package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.filter.Answer;
import io.universalmiddleware.gateway.http.Authority;
import io.universalmiddleware.gateway.http.FieldSyntax;
import io.universalmiddleware.gateway.http.Fields;
import io.universalmiddleware.gateway.http.Forwarding;
import io.universalmiddleware.gateway.http.HeaderRules;
import io.universalmiddleware.gateway.http.PlatformCookie;
import io.universalmiddleware.gateway.http.RequestMarks;
import io.universalmiddleware.gateway.upstream.UpstreamAnswer;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Carries header fields from one side of an exchange to the other, by {@link HeaderRules}. */
final class Headers {
    private static final CharSequence VIA = HttpHeaders.createOptimized("Via");
    static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
    static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");
    private static final CharSequence TRACESTATE = HttpHeaders.createOptimized("tracestate");
    private static final CharSequence TE = HttpHeaders.createOptimized("TE");
    private static final CharSequence FORWARDED = HttpHeaders.createOptimized("Forwarded");
    static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
    static final CharSequence FORWARDED_PROTO = HttpHeaders.createOptimized("X-Forwarded-Proto");
    static final CharSequence FORWARDED_HOST = HttpHeaders.createOptimized("X-Forwarded-Host");
    private static final CharSequence FORWARDED_PORT = HttpHeaders.createOptimized("X-Forwarded-Port");
    private static final String VIA_1_0 = "1.0 um";
    private static final String VIA_1_1 = "1.1 um";
    private static final String VIA_2 = "2 um";

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

    /** Writes the fields with which a request goes on, but for what addresses it and frames its body. All of them are valid. */
    static void toOrigin(
            HttpServerRequest request, HttpVersion version, MultiMap out, RequestMarks marks, Forwarding.Told told) {
        MultiMap in = request.headers();
        endToEnd(request, out, marks, told);
        if (in.contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            out.set(HttpHeaders.EXPECT, HttpHeaders.CONTINUE);
        }
        if (namesTrailers(in.getAll(TE))) {
            out.set(TE, "trailers");
            if (version != HttpVersion.HTTP_2) {
                out.set(HttpHeaders.CONNECTION, "TE");
            }
        }
    }

    /** What other tracing systems say of a request, all lines of it (W3C Trace Context, section 3.3); null for nothing. */
    static @Nullable String traceState(MultiMap in) {
        return in.contains(TRACESTATE) ? String.join(",", in.getAll(TRACESTATE)) : null;
    }

    /** Says to whom a request is addressed. */
    static void addressed(HttpClientRequest to, Authority host) {
        if (to.version() == HttpVersion.HTTP_2) {
            to.authority(HostAndPort.create(host.host(), host.port()));
        } else {
            to.putHeader(HttpHeaders.HOST, host.toString());
        }
    }

    /** Writes what goes on to the origin, but for what concerns one hop. */
    static void endToEnd(HttpServerRequest request, MultiMap out, RequestMarks marks, Forwarding.Told told) {
        MultiMap in = request.headers();
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
        about(request, out, marks, told);
    }

    /** Writes which way a request has come, and what the logs know it by. */
    static void about(HttpServerRequest request, MultiMap out, RequestMarks marks, Forwarding.Told told) {
        out.set(VIA, via(request.headers(), request.version()));
        marks(out, marks);
        out.set(FORWARDED, told.forwarded())
                .set(FORWARDED_FOR, told.forwardedFor())
                .set(FORWARDED_PROTO, told.protocol())
                .set(FORWARDED_HOST, told.host())
                .set(FORWARDED_PORT, Integer.toString(told.port()));
    }

    /**
     * Leaves behind what the client's {@code Connection} names, and {@code Connection} with it, so that it cannot name what is
     * added later.
     */
    static void dropNamed(MultiMap in) {
        Set<String> named = HeaderRules.namedBy(in.getAll(HttpHeaders.CONNECTION));
        for (String name : named) {
            if (HeaderRules.passesToOrigin(name) || name.equals("cookie")) {
                in.remove(name);
            }
        }
        if (named.contains("upgrade")) {
            in.set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE); // a tunnel is opened only to who asked for one
        } else if (!named.isEmpty()) {
            in.remove(HttpHeaders.CONNECTION);
        }
    }

    /** Leaves behind the cookies that are between the browser and the platform: no tenant's filter or origin sees it. */
    static void dropPlatformCookie(MultiMap in) {
        if (in.contains(HttpHeaders.COOKIE)) {
            List<String> lines = in.getAll(HttpHeaders.COOKIE);
            if (lines.stream().anyMatch(PlatformCookie::mayBeIn)) {
                in.remove(HttpHeaders.COOKIE);
                lines.stream()
                        .map(PlatformCookie::removedFrom)
                        .filter(Objects::nonNull)
                        .forEach(line -> in.add(HttpHeaders.COOKIE, line));
            }
        }
    }

    /** Leaves behind what an origin or a tenant's filter says of the cookies that are between the browser and the platform. */
    static void dropPlatformSetCookie(MultiMap out) {
        if (out.contains(HttpHeaders.SET_COOKIE)) {
            List<String> set = out.getAll(HttpHeaders.SET_COOKIE);
            if (set.stream().anyMatch(PlatformCookie::isSetBy)) {
                out.remove(HttpHeaders.SET_COOKIE);
                set.stream()
                        .filter(cookie -> !PlatformCookie.isSetBy(cookie))
                        .forEach(cookie -> out.add(HttpHeaders.SET_COOKIE, cookie));
            }
        }
    }

    /** Writes the header with which a response goes on; of what frames its body, its length if that is known. */
    static void toClient(UpstreamAnswer answer, MultiMap out, RequestMarks marks) {
        MultiMap in = answer.headers();
        Set<String> named = HeaderRules.namedBy(in.getAll(HttpHeaders.CONNECTION));
        for (Map.Entry<String, String> field : in) {
            if (HeaderRules.passesToClient(field.getKey()) && (named.isEmpty() || !isNamed(named, field.getKey()))) {
                out.add(field.getKey(), field.getValue());
            }
        }
        String length = answer.status() == 204 ? null : in.get(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            out.set(HttpHeaders.CONTENT_LENGTH, length);
        }
        out.set(VIA, via(in, answer.version()));
        out.set(REQUEST_ID, marks.requestId());
    }

    /** Writes the header of an answer that a filter gives. */
    static void ofFilter(Answer answer, MultiMap out, RequestMarks marks) {
        answer.fields().forEach((name, value) -> {
            if (HeaderRules.passesToClient(name)) {
                out.add(name, value);
            }
        });
        out.set(REQUEST_ID, marks.requestId());
    }

    /** Writes what filters put on whatever the answer is. */
    static void onAnswer(Fields fields, MultiMap out) {
        fields.forEach((name, value) -> {
            if (!isListed(name)) {
                out.remove(name);
            }
        });
        fields.forEach(out::add);
    }

    /** Whether a field of an answer is added to what the answer says, rather than put in its place. */
    private static boolean isListed(String name) {
        return name.equalsIgnoreCase("Set-Cookie")
                || name.equalsIgnoreCase("Vary")
                || name.equalsIgnoreCase("Link")
                || name.equalsIgnoreCase("Cache-Status");
    }

    /**
     * Copies the trailers that may pass.
     *
     * @param withheld names that may not, beside those that never may
     */
    static void trailers(MultiMap in, MultiMap out, Predicate<String> withheld) {
        for (Map.Entry<String, String> field : in) {
            boolean valid = FieldSyntax.isToken(field.getKey()) && FieldSyntax.isValue(field.getValue());
            boolean passes = HeaderRules.passesAsTrailer(field.getKey()) && HeaderRules.passesToClient(field.getKey());
            if (valid && passes && !withheld.test(field.getKey())) {
                out.add(field.getKey(), field.getValue());
            }
        }
    }

    /**
     * Copies the trailers of a request that may pass.
     *
     * @param withheld names that may not, beside those that never may
     */
    static void requestTrailers(MultiMap in, MultiMap out, Predicate<String> withheld) {
        for (Map.Entry<String, String> field : in) {
            boolean valid = FieldSyntax.isToken(field.getKey()) && FieldSyntax.isValue(field.getValue());
            if (valid && HeaderRules.passesAsRequestTrailer(field.getKey()) && !withheld.test(field.getKey())) {
                out.add(field.getKey(), field.getValue());
            }
        }
    }

    static boolean isNamed(Set<String> named, String name) {
        return named.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a {@code TE} takes trailers (RFC 9110, section 10.1.4). */
    private static boolean namesTrailers(List<String> te) {
        for (String value : te) {
            for (String member : value.split(",")) {
                if (member.strip().equalsIgnoreCase("trailers")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String via(MultiMap in, HttpVersion version) {
        String own = version == HttpVersion.HTTP_2 ? VIA_2 : version == HttpVersion.HTTP_1_0 ? VIA_1_0 : VIA_1_1;
        return in.contains(VIA) ? String.join(", ", in.getAll(VIA)) + ", " + own : own;
    }

    private static void marks(MultiMap out, RequestMarks marks) {
        out.set(REQUEST_ID, marks.requestId());
        out.set(TRACEPARENT, marks.trace().traceparent());
        if (marks.traceState() != null) {
            out.set(TRACESTATE, marks.traceState());
        }
    }
}
