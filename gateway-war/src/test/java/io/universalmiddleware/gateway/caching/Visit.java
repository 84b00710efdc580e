package io.universalmiddleware.gateway.caching;

import io.universalmiddleware.contracts.trace.TraceContext;
import io.universalmiddleware.gateway.filter.Answer;
import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Caller;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.filter.OriginCalls;
import io.universalmiddleware.gateway.filter.OriginRequest;
import io.universalmiddleware.gateway.filter.Passage;
import io.universalmiddleware.gateway.filter.ResponseHead;
import io.universalmiddleware.gateway.filter.RouteScope;
import io.universalmiddleware.gateway.filter.Sender;
import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.routing.Patience;
import io.universalmiddleware.gateway.routing.Persistence;
import io.universalmiddleware.gateway.routing.Retries;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A visit is one request of a client to a route that caches, and what the client gets; safe on many threads. */
final class Visit implements Gate, Flow.Subscriber<byte[]> {
    private static final Duration SECOND = Duration.ofSeconds(1);

    final Call call;
    private final CompletableFuture<String> decided = new CompletableFuture<>();
    private final CompletableFuture<String> body = new CompletableFuture<>();
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private volatile Answer answer;
    private volatile Refusal refusal;
    private volatile boolean reads = true;
    private Flow.Subscription subscription;

    private Visit(String tenant, String method, String target, FieldList request, OriginCalls origin) {
        int mark = target.indexOf('?');
        RouteScope scope = new RouteScope(
                tenant,
                "r",
                Passage.pool("origin"),
                new Persistence(new Patience(SECOND, SECOND, SECOND), Retries.NEVER, Duration.ZERO));
        Sender sender = new Sender(
                "http",
                tenant + ".localhost:8080",
                tenant + ".localhost:8080",
                "10.1.2.3",
                "request",
                TraceContext.start());
        call = new Call(
                scope,
                sender,
                method,
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? null : target.substring(mark + 1),
                request,
                false,
                new Call.OriginRequests() {
                    @Override
                    public OriginRequest detached(Call of) {
                        return new OriginRequest(
                                of.scope(),
                                of.method(),
                                of.host(),
                                of.path(),
                                of.query(),
                                of.clientAddress(),
                                FieldList.copyOf(of.request()),
                                new FieldList(),
                                new byte[0]);
                    }

                    @Override
                    public OriginCalls calls() {
                        return origin;
                    }
                });
    }

    /** Sends a request through a filter. */
    static Visit to(Filter filter, OriginCalls origin, String target, String... fields) {
        return of("acme", "GET", filter, origin, target, fields);
    }

    static Visit of(String tenant, String method, Filter filter, OriginCalls origin, String target, String... fields) {
        Visit visit = new Visit(tenant, method, target, FieldList.of(fields), origin);
        filter.request(visit.call, visit);
        return visit;
    }

    /** As {@link #to}, from a caller that is known. */
    static Visit by(Caller caller, Filter filter, OriginCalls origin, String target, String... fields) {
        Visit visit = new Visit("acme", "GET", target, FieldList.of(fields), origin);
        visit.call.caller(caller);
        filter.request(visit.call, visit);
        return visit;
    }

    /** As {@link #to}, of a client that does not read. */
    static Visit lazily(Filter filter, OriginCalls origin, String target) {
        Visit visit = new Visit("acme", "GET", target, new FieldList(), origin);
        visit.reads = false;
        filter.request(visit.call, visit);
        return visit;
    }

    /** The origin's answer to what was passed on comes back. */
    void back(Filter filter, int status, String... fields) {
        filter.response(call, new ResponseHead(ResponseHead.Source.ORIGIN, status, FieldList.of(fields), true));
    }

    /** {@code pass}, {@code refuse} or a status. */
    String decision() {
        return decided.orTimeout(60, TimeUnit.SECONDS).join();
    }

    boolean isDecided() {
        return decided.isDone();
    }

    /** The body, read to its end. */
    String body() {
        decision();
        return body.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** What has come of it. */
    String soFar() {
        synchronized (got) {
            return got.toString(StandardCharsets.UTF_8);
        }
    }

    /** What the answer says, with what the filters put on it. */
    String field(String name) {
        decision();
        String put = call.answer().get(name);
        return put != null || answer == null ? put : answer.fields().get(name);
    }

    String cacheStatus() {
        return field("Cache-Status");
    }

    Refusal refusal() {
        return refusal;
    }

    @Override
    public void pass() {
        decided.complete("pass");
    }

    @Override
    public void refuse(Refusal why) {
        refusal = why;
        decided.complete("refuse");
    }

    @Override
    public void answer(Answer given) {
        answer = given;
        if (given.body() instanceof Answer.Body.Whole whole) {
            body.complete(new String(whole.bytes(), whole.from(), whole.to() - whole.from(), StandardCharsets.UTF_8));
        } else if (given.body() instanceof Answer.Body.Stream stream) {
            stream.pieces().subscribe(this);
        }
        decided.complete(Integer.toString(given.status()));
    }

    @Override
    public void body(int most, Consumer<byte[]> then) {
        then.accept(new byte[0]);
    }

    /** The client is gone. */
    void leave() {
        subscription.cancel();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (reads) {
            given.request(1);
        }
    }

    @Override
    public void onNext(byte[] piece) {
        synchronized (got) {
            got.writeBytes(piece);
        }
        subscription.request(1);
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(soFar());
    }
}
