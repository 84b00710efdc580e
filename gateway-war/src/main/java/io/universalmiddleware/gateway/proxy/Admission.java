package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.http.Authority;
import io.universalmiddleware.gateway.http.Checked;
import io.universalmiddleware.gateway.http.FieldSyntax;
import io.universalmiddleware.gateway.http.HeadLimits;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.http.RequestTarget;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import org.jspecify.annotations.Nullable;

/**
 * Admission decides whether a request is one that the edge takes at all.
 *
 * @param target what it asks for
 * @param host to whom it is addressed
 * @param ambiguous why it is refused unless its route takes paths that servers read differently; null if its path is not one
 */
record Admission(
        RequestTarget target, Authority host, @Nullable Refusal ambiguous) {

    static Checked<Admission> of(HttpServerRequest request, @Nullable ConnectionGuard guard, HeadLimits limits) {
        Checked<Admission> admitted = ofMessage(request, guard, limits);
        TlsSession session = TlsSession.of(request);
        return session == null
                ? admitted
                : admitted.flatMap(usable -> session.mayAskFor(usable.host().host())
                        ? admitted
                        : refused(
                                ProblemType.MISDIRECTED_REQUEST,
                                "The connection was made for another host than the request's."));
    }

    private static Checked<Admission> ofMessage(
            HttpServerRequest request, @Nullable ConnectionGuard guard, HeadLimits limits) {
        String uri = request.uri();
        if (guard != null && uri.equals(ConnectionGuard.REFUSED_TARGET)) {
            return new Checked.Refused<>(guard.refusal());
        }
        String method = request.method().name();
        if (!FieldSyntax.isToken(method)) {
            return Checked.malformed("The method is not valid.");
        }
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            return refused(ProblemType.METHOD_NOT_ALLOWED, "CONNECT and TRACE are not served here.");
        }
        return request.version() == HttpVersion.HTTP_2 ? http2(request, uri, limits) : addressed(request, uri);
    }

    /** What framing has checked in HTTP/1; the size of the head as a whole is HTTP/2's own limit. */
    private static Checked<Admission> http2(HttpServerRequest request, String uri, HeadLimits limits) {
        if (uri.length() > limits.maxTarget()) {
            return refused(
                    ProblemType.URI_TOO_LONG,
                    "The request target is longer than " + limits.maxTarget() + " characters.");
        }
        if (request.headers().entries().size() > limits.maxFields()) {
            return refused(
                    ProblemType.HEADERS_TOO_LARGE, "The request has more than " + limits.maxFields() + " fields.");
        }
        if (!Headers.areValid(request.headers())) {
            return Checked.malformed("A header field has a character that must not stand there.");
        }
        return addressed(request, uri);
    }

    private static Checked<Admission> addressed(HttpServerRequest request, String uri) {
        Checked<RequestTarget> strictly = RequestTarget.of(uri);
        if (strictly instanceof Checked.Refused<RequestTarget> refused
                && RequestTarget.ofAmbiguous(uri) instanceof Checked.Usable<RequestTarget> loosely) {
            return addressed(request, loosely.value(), refused.refusal());
        }
        return strictly.flatMap(target -> addressed(request, target, null));
    }

    private static Checked<Admission> addressed(
            HttpServerRequest request, RequestTarget target, @Nullable Refusal ambiguous) {
        String said = hostOf(request);
        Authority named = target.authority();
        if (said == null) {
            return named == null
                    ? Checked.usable(new Admission(target, new Authority("localhost", -1), ambiguous))
                    : Checked.usable(new Admission(target, named, ambiguous));
        }
        return Authority.of(said)
                .flatMap(host -> named == null || named.equals(host)
                        ? Checked.usable(new Admission(target, host, ambiguous))
                        : Checked.malformed("The request target and the Host name different hosts."));
    }

    private static @Nullable String hostOf(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            return request.getHeader(HttpHeaders.HOST);
        }
        HostAndPort authority = request.authority();
        return authority == null ? null : authority.toString();
    }

    private static Checked<Admission> refused(ProblemType type, String detail) {
        return new Checked.Refused<>(new Refusal(type, detail));
    }
}
