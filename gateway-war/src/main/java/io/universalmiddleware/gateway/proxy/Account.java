package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Caller;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.pool.Target;
import io.universalmiddleware.gateway.snapshot.EdgeRoute;
import io.universalmiddleware.gateway.snapshot.EdgeTenant;
import io.universalmiddleware.gateway.traffic.LogEntry;
import io.universalmiddleware.gateway.traffic.Measured;
import io.universalmiddleware.gateway.traffic.Passed;
import io.universalmiddleware.gateway.traffic.RouteLog;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The account of one exchange: counted while it is open, measured, recorded and logged when it ends. */
final class Account implements Passed {
    private static final String NO_UPSTREAM = "none";
    private static final String ORIGINS = "origins";
    private static final String CACHE_STATUS = "Cache-Status";
    private static final String FORWARDED = "; fwd=";

    private final LoopContext loop;
    private final HttpServerRequest request;
    private final ClientSide from;
    private final EdgeSpan span;
    private final long started = System.nanoTime();
    private AtomicInteger kind;
    private String to = NO_UPSTREAM;
    private @Nullable EdgeTenant tenant;
    private @Nullable EdgeRoute route;
    private @Nullable Admission admitted;
    private @Nullable Call call;
    private @Nullable Sending sending;
    private @Nullable Refusal refusal;
    private @Nullable String reason;
    private long nanosToStream;
    private long nanos;
    private int status;
    private long received;
    private long sent;

    Account(LoopContext loop, ClientSide client, EdgeSpan span) {
        this.loop = loop;
        from = client;
        request = client.request();
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

    /** Says which route takes it. */
    void isOf(EdgeRoute taking, Admission asked) {
        to = ORIGINS;
        route = taking;
        admitted = asked;
    }

    /** Says whose it is, although none of the tenant's routes takes it. */
    void isOf(EdgeTenant of, Admission asked) {
        tenant = of;
        admitted = asked;
    }

    /** Says who leads it through the filters. */
    void calls(Call begun) {
        call = begun;
    }

    /** Says who sends it to an origin. */
    void sends(Sending begun) {
        sending = begun;
    }

    /** Says why the edge does not answer as asked; the first reason counts. */
    void refused(Refusal why) {
        if (refusal == null && reason == null) {
            refusal = why;
        }
    }

    /** Says why it ends without an answer, in a word; the first reason counts. */
    void because(String why) {
        if (refusal == null && reason == null) {
            reason = why;
        }
    }

    /**
     * From here on it is a stream, which a stop does not wait for.
     *
     * @param status with which it begins
     * @param path canonical; null if the request's is not known
     */
    void becomesStream(int status, @Nullable String path) {
        nanosToStream = Math.max(1, System.nanoTime() - started);
        span.ended(status, path, to);
        kind.decrementAndGet();
        kind = loop.metrics().streams();
        kind.incrementAndGet();
    }

    /**
     * Closes the account.
     *
     * @param path canonical; null if the request's is not known
     * @param receivedBytes of the body from the client
     * @param sentBytes of the body to the client
     */
    void ended(int finalStatus, @Nullable String path, long receivedBytes, long sentBytes) {
        kind.decrementAndGet();
        nanos = System.nanoTime() - started;
        status = finalStatus;
        received = receivedBytes;
        sent = sentBytes;
        span.ended(status, path, to);
        loop.metrics().ended(to, status, nanos, received, sent);
        EdgeRoute of = route;
        if (of != null) {
            loop.metrics().ended(of.scope().tenant(), of.scope().route(), status, nanos);
        }
        if (of != null || tenant != null) {
            loop.traffic().ended(this);
        }
        if (loop.log().isOn()) {
            String upstream =
                    of == null ? to : of.scope().tenant() + '/' + of.scope().route();
            loop.log()
                    .ended(request.method().name(), path, status, nanos, sent, upstream, from.address(), span.marks());
        }
    }

    @Override
    public Measured owner() {
        return route == null ? Objects.requireNonNull(tenant) : route;
    }

    @Override
    public RouteLog log() {
        return route == null ? RouteLog.ALL : route.log();
    }

    /** Whoever was asked: for this request, or by the cache on its behalf. */
    @Override
    public String origin() {
        Call of = call;
        if (of == null) {
            return "";
        }
        if (sending != null) {
            return of.pool().name();
        }
        String cache = cache(of);
        return cache != null && cache.contains(FORWARDED) ? of.pool().name() : "";
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public long nanos() {
        return nanosToStream > 0 ? nanosToStream : nanos;
    }

    @Override
    public long received() {
        return received;
    }

    @Override
    public long sent() {
        return sent;
    }

    @Override
    public Caller caller() {
        return call == null ? Caller.ANONYMOUS : call.caller();
    }

    @Override
    public String client() {
        if (call != null) {
            return call.clientAddress();
        }
        return admitted == null
                ? from.address()
                : from.told(admitted.host(), loop.forwarding()).client();
    }

    @Override
    public LogEntry entry(long endedAt) {
        Target target = sending == null ? null : sending.target();
        return new LogEntry(
                endedAt - TimeUnit.NANOSECONDS.toMillis(nanos),
                owner().tenant(),
                owner().route(),
                origin(),
                target == null ? "" : target.name(),
                request.method().name(),
                admitted == null ? "" : admitted.target().path(),
                status,
                TimeUnit.NANOSECONDS.toMicros(nanos),
                received,
                sent,
                call == null ? null : cache(call),
                caller(),
                client(),
                span.marks().requestId(),
                span.marks().trace().traceId(),
                refusal == null ? reason : word(refusal),
                refusal == null ? null : refusal.detail());
    }

    private static @Nullable String cache(Call of) {
        return of.hasAnswerFields() ? of.answer().get(CACHE_STATUS) : null;
    }

    /** The problem type's last part, such as {@code too-many-requests}. */
    private static String word(Refusal why) {
        String uri = why.type().uri().getPath();
        return uri.substring(uri.lastIndexOf('/') + 1);
    }
}
