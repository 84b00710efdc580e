package io.universalmiddleware.gateway.filter;

import io.universalmiddleware.contracts.trace.TraceContext;
import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.Fields;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.pool.Pool;
import io.universalmiddleware.gateway.routing.Patience;
import io.universalmiddleware.gateway.routing.Persistence;
import io.universalmiddleware.gateway.routing.Retries;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call's passage through one filter, without a listener: what it decided, and what it did to call and answer. */
public final class Passage implements Gate {
    public final FieldList request;
    public final Call call;
    public final List<OriginRequest> sent = new ArrayList<>();
    public final List<CompletableFuture<OriginAnswer>> underway = new ArrayList<>();
    public boolean passed;
    public @Nullable Answer answer;
    public @Nullable Refusal refusal;
    private final byte[] body;

    private Passage(String method, String path, @Nullable String query, FieldList request, byte[] body) {
        this.request = request;
        this.body = body;
        RouteScope scope = new RouteScope("acme", "orders", pool("orders"), persistence());
        Sender sender = new Sender(
                "https", "acme.localhost:8080", "acme.localhost:8080", "10.1.2.3", "request-1", TraceContext.start());
        call = new Call(scope, sender, method, path, query, request, false, new Call.OriginRequests() {
            @Override
            public OriginRequest detached(Call of) {
                return new OriginRequest(
                        of.scope(),
                        of.method(),
                        of.host(),
                        of.path(),
                        of.query(),
                        of.clientAddress(),
                        FieldList.copyOf(request),
                        new FieldList(),
                        of.body() == null ? new byte[0] : of.body());
            }

            @Override
            public OriginCalls calls() {
                return asked -> {
                    sent.add(asked);
                    CompletableFuture<OriginAnswer> coming = new CompletableFuture<>();
                    underway.add(coming);
                    return coming;
                };
            }
        });
    }

    public static Passage of(String method, String target, String... fields) {
        return of(method, target, new byte[0], fields);
    }

    public static Passage of(String method, String target, byte[] body, String... fields) {
        int mark = target.indexOf('?');
        return new Passage(
                method,
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? null : target.substring(mark + 1),
                FieldList.of(fields),
                body);
    }

    /** Leads the call's request through the filter. */
    public Passage through(Filter filter) {
        filter.request(call, this);
        return this;
    }

    /** The fields of the origin's answer once the filter has seen it. */
    public Fields back(Filter filter, int status, String... fields) {
        FieldList answered = FieldList.of(fields);
        filter.response(call, new ResponseHead(ResponseHead.Source.ORIGIN, status, answered, true));
        return answered;
    }

    @Override
    public void pass() {
        passed = true;
    }

    @Override
    public void answer(Answer given) {
        answer = given;
    }

    @Override
    public void refuse(Refusal why) {
        refusal = why;
    }

    @Override
    public void body(int most, Consumer<byte[]> then) {
        call.body(body);
        then.accept(body);
    }

    /** A pool that is only told apart. */
    public static Pool pool(String name) {
        return (Pool) Proxy.newProxyInstance(
                Pool.class.getClassLoader(),
                new Class<?>[] {Pool.class},
                (pool, method, arguments) -> switch (method.getName()) {
                    case "name", "toString" -> name;
                    case "equals" -> pool == arguments[0];
                    case "hashCode" -> name.hashCode();
                    default -> throw new UnsupportedOperationException("nothing is sent here");
                });
    }

    private static Persistence persistence() {
        Duration second = Duration.ofSeconds(1);
        return new Persistence(new Patience(second, second, second), Retries.NEVER, Duration.ZERO);
    }
}
