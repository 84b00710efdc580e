package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.filter.OriginRequest;
import io.universalmiddleware.gateway.http.Authority;
import io.universalmiddleware.gateway.http.Checked;
import io.universalmiddleware.gateway.http.HeaderRules;
import io.universalmiddleware.gateway.pool.Pool;
import io.universalmiddleware.gateway.pool.Visitor;
import io.universalmiddleware.gateway.routing.Persistence;
import io.universalmiddleware.gateway.upstream.PlainRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import org.jspecify.annotations.Nullable;

/** A request of the edge's own as it is sent. */
record OriginParcel(OriginRequest request) implements WholeParcel {

    @Override
    public HttpMethod method() {
        return HttpMethod.valueOf(request.method());
    }

    @Override
    public String target() {
        return TenantCall.target(request.path(), request.query());
    }

    @Override
    public Pool pool() {
        return request.scope().pool();
    }

    @Override
    public Visitor visitor() {
        return request;
    }

    @Override
    public Persistence persistence() {
        return request.scope().persistence();
    }

    @Override
    public boolean isHarmlessAgain() {
        return persistence()
                .retries()
                .isHarmlessAgain(request.method(), request.request().all("Idempotency-Key"));
    }

    @Override
    public @Nullable PlainRequest bare() {
        if (request.body().length > 0 || !(Authority.of(request.host()) instanceof Checked.Usable<Authority> host)) {
            return null;
        }
        HeadersMultiMap fields = HeadersMultiMap.httpHeaders();
        fields.set(HttpHeaders.HOST, host.value().toString());
        endToEnd(fields);
        return new PlainRequest(method(), target(), fields);
    }

    @Override
    public void address(HttpClientRequest to) {
        endToEnd(to.headers());
        if (Authority.of(request.host()) instanceof Checked.Usable<Authority> host) {
            Headers.addressed(to, host.value());
        }
    }

    private void endToEnd(MultiMap out) {
        request.request().forEach((name, value) -> {
            if (!HeaderRules.framesOrIsOfOneHop(name)) {
                out.add(name, value);
            }
        });
    }

    @Override
    public byte[] body() {
        return request.body();
    }
}
