package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.pool.Target;
import io.universalmiddleware.gateway.upstream.UpstreamCall;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/** A call by Vert.x's client: any request to any target. */
final class VertxCall implements UpstreamCall {
    private final UpstreamClients clients;
    private final Target target;
    private final Parcel parcel;
    private final Caller caller;
    private @Nullable HttpClientRequest request;
    private boolean aborted;

    VertxCall(UpstreamClients clients, Target target, Parcel parcel, Caller caller) {
        this.clients = clients;
        this.target = target;
        this.parcel = parcel;
        this.caller = caller;
    }

    @Override
    public void begin() {
        clients.request(target, parcel.method(), parcel.target(), parcel.upgrades())
                .onSuccess(this::connected)
                .onFailure(fault -> {
                    if (!aborted) {
                        caller.notConnected(fault);
                    }
                });
    }

    @Override
    public void abort() {
        aborted = true;
        HttpClientRequest sent = request;
        if (sent != null) {
            HttpConnection connection = sent.connection();
            sent.reset();
            if (sent.version() != HttpVersion.HTTP_2 && connection instanceof ConnectionBase plain) {
                plain.channelHandlerContext().close();
            }
        }
    }

    private void connected(HttpClientRequest to) {
        to.exceptionHandler(this::failed);
        if (aborted) {
            to.reset();
            return;
        }
        request = to;
        caller.connected();
        parcel.address(to);
        if (parcel.upgrades()) {
            to.putHeader(HttpHeaders.CONNECTION, "Upgrade").putHeader(HttpHeaders.UPGRADE, "websocket");
            to.connect().onComplete(got -> answered(got.result(), got.cause()));
            return;
        }
        to.response().onComplete(got -> answered(got.result(), got.cause()));
        to.continueHandler(go -> {
            if (!aborted) {
                caller.goOn();
            }
        });
        to.earlyHintsHandler(hints -> {
            if (!aborted) {
                caller.hints(hints);
            }
        });
        parcel.load(to, caller::sent);
    }

    private void answered(@Nullable HttpClientResponse got, @Nullable Throwable fault) {
        if (got == null) {
            failed(fault == null ? new IllegalStateException("no response and no fault") : fault);
        } else if (!aborted) {
            got.exceptionHandler(this::failed);
            caller.answered(new VertxAnswer(got));
        }
    }

    private void failed(Throwable fault) {
        if (!aborted) {
            caller.failed(fault);
        }
    }
}
