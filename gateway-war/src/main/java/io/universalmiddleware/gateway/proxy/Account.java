package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.filter.RouteScope;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The account of one exchange: counted while it is open, measured and logged when it ends. */
final class Account {
    private static final String NO_UPSTREAM = "none";
    private static final String ORIGINS = "origins";

    private final LoopContext loop;
    private final HttpServerRequest request;
    private final EdgeSpan span;
    private final long started = System.nanoTime();
    private AtomicInteger kind;
    private String to = NO_UPSTREAM;
    private @Nullable RouteScope scope;

    Account(LoopContext loop, HttpServerRequest request, EdgeSpan span) {
        this.loop = loop;
        this.request = request;
        this.span = span;
        kind = loop.metrics().exchanges();
        kind.incrementAndGet();
    }

    /** When it began, on the clock of {@link Deadlines#now}. */
    long started() {
        return started;
    }

    /** Says where it goes. @param upstream one of few names */
    void goesTo(String upstream) {
        to = upstream;
    }

    /** Says whose it is, and which route takes it. */
    void isOf(RouteScope route) {
        to = ORIGINS;
        scope = route;
    }

    /**
     * From here on it is a stream, which a stop does not wait for.
     *
     * @param status with which it begins
     * @param path canonical; null if the request's is not known
     */
    void becomesStream(int status, @Nullable String path) {
        span.ended(status, path, to);
        kind.decrementAndGet();
        kind = loop.metrics().streams();
        kind.incrementAndGet();
    }

    /**
     * Closes the account.
     *
     * @param path canonical; null if the request's is not known
     * @param received bytes of the body from the client
     * @param sent bytes of the body to the client
     */
    void ended(int status, @Nullable String path, long received, long sent) {
        kind.decrementAndGet();
        long nanos = System.nanoTime() - started;
        span.ended(status, path, to);
        loop.metrics().ended(to, status, nanos, received, sent);
        RouteScope of = scope;
        if (of != null) {
            loop.metrics().ended(of.tenant(), of.route(), status, nanos);
        }
        if (loop.log().isOn()) {
            String client = request.remoteAddress().hostAddress();
            String upstream = of == null ? to : of.tenant() + '/' + of.route();
            loop.log().ended(request.method().name(), path, status, nanos, sent, upstream, client, span.marks());
        }
    }
}
