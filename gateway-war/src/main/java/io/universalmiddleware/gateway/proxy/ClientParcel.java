package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.http.Authority;
import io.universalmiddleware.gateway.http.Forwarding;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.http.RequestMarks;
import io.universalmiddleware.gateway.pool.Pool;
import io.universalmiddleware.gateway.pool.Visitor;
import io.universalmiddleware.gateway.routing.Persistence;
import io.universalmiddleware.gateway.upstream.PlainRequest;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's request as it is sent on.
 *
 * @param refused is told if the body turns out not to be what it has to be
 */
record ClientParcel(
        HttpServerRequest request,
        RequestBody body,
        String target,
        Authority host,
        RequestMarks marks,
        Forwarding.Told told,
        Pool pool,
        Visitor visitor,
        Persistence persistence,
        boolean upgrades,
        Consumer<Refusal> refused)
        implements Parcel {

    /** A request for the platform's own, as it came. */
    static ClientParcel toPlatform(
            LoopContext loop,
            ClientSide client,
            RequestBody body,
            Admission admitted,
            RequestMarks marks,
            UpstreamPool pool,
            Consumer<Refusal> refused) {
        return new ClientParcel(
                client.request(),
                body,
                admitted.target().originForm(),
                admitted.host(),
                marks,
                client.told(admitted.host(), loop.forwarding()),
                pool,
                UpstreamPool.ANYBODY,
                pool.persistence(),
                body.isComplete() && client.wantsWebSocket(),
                refused);
    }

    @Override
    public HttpMethod method() {
        return request.method();
    }

    @Override
    public boolean canRepeat() {
        return body.canRepeat();
    }

    @Override
    public boolean isHarmlessAgain() {
        return persistence
                .retries()
                .isHarmlessAgain(request.method().name(), request.headers().getAll("Idempotency-Key"));
    }

    @Override
    public @Nullable PlainRequest bare() {
        return body.isNone() && !upgrades ? withoutBody() : null;
    }

    @Override
    public void address(HttpClientRequest to) {
        if (writer(to) == null) {
            Headers.addressed(to, host);
            Headers.toOrigin(request, to.version(), to.headers(), marks, told);
        }
    }

    @Override
    public void load(HttpClientRequest to, Runnable sent) {
        HeadWriter writer = writer(to);
        if (writer != null) {
            writer.next(withoutBody());
        }
        body.sendTo(to, sent, refused);
    }

    /** What writes the head as it is, if the request has no body; null if Vert.x is to write it. */
    private @Nullable HeadWriter writer(HttpClientRequest to) {
        return body.isNone() && !upgrades ? HeadWriter.of(to) : null;
    }

    private PlainRequest withoutBody() {
        HeadersMultiMap fields = HeadersMultiMap.headers();
        fields.set(HttpHeaders.HOST, host.toString());
        Headers.toOrigin(request, HttpVersion.HTTP_1_1, fields, marks, told);
        return new PlainRequest(request.method(), target, fields);
    }

    @Override
    public void unload() {
        body.detach();
    }

    @Override
    public boolean isComplete() {
        return body.isComplete();
    }

    @Override
    public long stalled(long now) {
        return body.stalled(now);
    }
}
