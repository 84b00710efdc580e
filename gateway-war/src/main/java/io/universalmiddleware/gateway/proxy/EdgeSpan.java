package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.contracts.trace.Span;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.gateway.http.RequestMarks;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The span of one exchange: a child of the client's span, or the first of its trace.
 *
 * <p>Of a stream it is over when the stream begins, since that may last for days. Attributes are named as OpenTelemetry's
 * conventions for HTTP name them.
 */
final class EdgeSpan {
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE");

    private final @Nullable Span span;
    private final RequestMarks marks;

    private EdgeSpan(@Nullable Span span, RequestMarks marks) {
        this.span = span;
        this.marks = marks;
    }

    static EdgeSpan start(Spans spans, HttpServerRequest request, RequestMarks marks) {
        if (!spans.on() || (marks.client() == null && isProbe(request.uri()))) {
            return new EdgeSpan(null, marks);
        }
        String method = request.method().name();
        String known = METHODS.contains(method) ? method : "_OTHER";
        Span span = spans.start("edge " + known, Span.Kind.SERVER, marks.client())
                .set("http.request.method", known)
                .set("um.request.id", marks.requestId());
        return new EdgeSpan(span, marks.in(span.context()));
    }

    /** What machines ask every few seconds begins no trace. */
    private static boolean isProbe(String target) {
        return target.startsWith("/health") || target.startsWith("/metrics");
    }

    /** The request's marks, with this span as what follows is a child of. */
    RequestMarks marks() {
        return marks;
    }

    /**
     * Ends it; once ended it stays so.
     *
     * @param path canonical; null if the request's is not known
     */
    void ended(int status, @Nullable String path, String upstream) {
        if (span != null) {
            span.set("http.response.status_code", status).set("url.path", path).set("um.upstream", upstream);
            if (status >= 500) {
                span.failed();
            }
            span.close();
        }
    }
}
