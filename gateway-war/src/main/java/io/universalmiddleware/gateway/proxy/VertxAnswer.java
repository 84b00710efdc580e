package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.upstream.UpstreamAnswer;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import org.jspecify.annotations.Nullable;

/** The answer to a call by Vert.x's client. */
record VertxAnswer(HttpClientResponse response) implements UpstreamAnswer {

    @Override
    public int status() {
        return response.statusCode();
    }

    @Override
    public HttpVersion version() {
        return response.version();
    }

    @Override
    public MultiMap headers() {
        return response.headers();
    }

    @Override
    public @Nullable MultiMap trailers() {
        return response.trailers();
    }

    @Override
    public NetSocket socket() {
        return response.netSocket();
    }

    @Override
    public VertxAnswer exceptionHandler(@Nullable Handler<Throwable> told) {
        response.exceptionHandler(told);
        return this;
    }

    @Override
    public VertxAnswer handler(@Nullable Handler<Buffer> each) {
        response.handler(each);
        return this;
    }

    @Override
    public VertxAnswer endHandler(@Nullable Handler<Void> end) {
        response.endHandler(end);
        return this;
    }

    @Override
    public VertxAnswer pause() {
        response.pause();
        return this;
    }

    @Override
    public VertxAnswer resume() {
        response.resume();
        return this;
    }

    @Override
    public VertxAnswer fetch(long pieces) {
        response.fetch(pieces);
        return this;
    }
}
