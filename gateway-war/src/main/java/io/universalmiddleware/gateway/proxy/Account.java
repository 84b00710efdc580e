package io.universalmiddleware.gateway.proxy;

import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The account of one exchange: counted while it is open, measured and logged when it ends. */
final class Account {
    private static final String NO_UPSTREAM = "none";

    private final LoopContext loop;
    private final HttpServerRequest request;
    private final EdgeSpan span;
    private final long started = System.nanoTime();
    private AtomicInteger kind;

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

    /**
     * From here on it is a stream, which a stop does not wait for.
     *
     * @param status with which it begins
     */
    void becomesStream(int status, @Nullable String path, @Nullable String upstream) {
        span.ended(status, path, named(upstream));
        kind.decrementAndGet();
        kind = loop.metrics().streams();
        kind.incrementAndGet();
    }

    /**
     * Closes the account.
     *
     * @param path canonical; null if the request's is not known
     * @param upstream its name; null if the request went to none
     * @param received bytes of the body from the client
     * @param sent bytes of the body to the client
     */
    void ended(int status, @Nullable String path, @Nullable String upstream, long received, long sent) {
        kind.decrementAndGet();
        long nanos = System.nanoTime() - started;
        String to = named(upstream);
        span.ended(status, path, to);
        loop.metrics().ended(to, status, nanos, received, sent);
        if (loop.log().isOn()) {
            String client = request.remoteAddress().hostAddress();
            loop.log().ended(request.method().name(), path, status, nanos, sent, to, client, span.marks());
        }
    }

    private static String named(@Nullable String upstream) {
        return upstream == null ? NO_UPSTREAM : upstream;
    }
}
