package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.http.Authority;
import io.universalmiddleware.gateway.http.Forwarding;
import io.universalmiddleware.gateway.http.RequestMarks;
import io.universalmiddleware.gateway.pool.Pool;
import io.universalmiddleware.gateway.pool.Visitor;
import io.universalmiddleware.gateway.routing.Persistence;
import io.universalmiddleware.gateway.rpc.RestRequest;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

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
        return persistence()
                .retries()
                .isHarmlessAgain(rest.method(), !rest.values("Idempotency-Key").isEmpty());
    }

    @Override
    public void address(HttpClientRequest to) {
        Headers.addressed(to, host);
        Headers.about(call, to.headers(), marks, told);
        to.putHeader(HttpHeaders.ACCEPT, "application/json");
        for (String credentials : call.headers().getAll(HttpHeaders.AUTHORIZATION)) {
            to.headers().add(HttpHeaders.AUTHORIZATION, credentials);
        }
        rest.fields().forEach(to::putHeader);
    }

    @Override
    public byte[] body() {
        return rest.body();
    }
}
