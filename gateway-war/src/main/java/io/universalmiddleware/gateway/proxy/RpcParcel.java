package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.http.Authority;
import io.universalmiddleware.gateway.http.Forwarding;
import io.universalmiddleware.gateway.http.RequestMarks;
import io.universalmiddleware.gateway.pool.Pool;
import io.universalmiddleware.gateway.pool.Visitor;
import io.universalmiddleware.gateway.routing.Persistence;
import io.universalmiddleware.gateway.rpc.RestRequest;
import io.universalmiddleware.gateway.upstream.PlainRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import org.jspecify.annotations.Nullable;

/**
 * The REST request that a call over gRPC stands for, as it is sent.
 *
 * @param call from whose client it comes
 */
record RpcParcel(
        RestRequest rest,
        HttpServerRequest call,
        Authority host,
        RequestMarks marks,
        Forwarding.Told told,
        UpstreamPool upstream)
        implements WholeParcel {

    @Override
    public HttpMethod method() {
        return HttpMethod.valueOf(rest.method());
    }

    @Override
    public String target() {
        return rest.target();
    }

    @Override
    public Pool pool() {
        return upstream;
    }

    @Override
    public Visitor visitor() {
        return UpstreamPool.ANYBODY;
    }

    @Override
    public Persistence persistence() {
        return upstream.persistence();
    }

    @Override
    public boolean isHarmlessAgain() {
        return persistence().retries().isHarmlessAgain(rest.method(), rest.values("Idempotency-Key"));
    }

    @Override
    public @Nullable PlainRequest bare() {
        if (rest.body().length > 0) {
            return null;
        }
        HeadersMultiMap fields = HeadersMultiMap.httpHeaders();
        fields.set(HttpHeaders.HOST, host.toString());
        endToEnd(fields);
        return new PlainRequest(method(), target(), fields);
    }

    @Override
    public void address(HttpClientRequest to) {
        Headers.addressed(to, host);
        endToEnd(to.headers());
    }

    private void endToEnd(MultiMap out) {
        Headers.about(call, out, marks, told);
        out.set(HttpHeaders.ACCEPT, "application/json");
        for (String credentials : call.headers().getAll(HttpHeaders.AUTHORIZATION)) {
            out.add(HttpHeaders.AUTHORIZATION, credentials);
        }
        rest.fields().forEach(out::set);
    }

    @Override
    public byte[] body() {
        return rest.body();
    }
}
