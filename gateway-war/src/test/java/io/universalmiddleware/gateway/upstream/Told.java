package io.universalmiddleware.gateway.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** What a call of the plain client tells its caller. */
final class Told implements UpstreamCall.Caller {
    final Queue<Buffer> pieces = new ConcurrentLinkedQueue<>();
    volatile boolean connected;
    volatile boolean sent;
    volatile boolean over;
    volatile @Nullable Throwable fault;
    volatile @Nullable UpstreamAnswer answer;
    private final String path;
    private boolean pauses;
    private boolean aborts;
    private @Nullable UpstreamCall call;

    Told(String path) {
        this.path = path;
    }

    Told paused() {
        pauses = true;
        return this;
    }

    /** Aborts as soon as there is a connection. */
    Told aborting() {
        aborts = true;
        return this;
    }

    UpstreamCall begin(PlainClient client, int port) {
        HeadersMultiMap fields = HeadersMultiMap.headers().set("Host", "a");
        call = client.call(
                "a", new InetSocketAddress("127.0.0.1", port), new PlainRequest(HttpMethod.GET, path, fields), this);
        call.begin();
        return call;
    }

    void fetch(long more) {
        if (answer != null) {
            answer.fetch(more);
        }
    }

    @Override
    public void connected() {
        connected = true;
        if (aborts) {
            call.abort();
        }
    }

    @Override
    public void sent() {
        sent = true;
    }

    @Override
    public void goOn() {}

    @Override
    public void hints(MultiMap hints) {}

    @Override
    public void answered(UpstreamAnswer got) {
        got.handler(pieces::add).endHandler(end -> over = true);
        if (pauses) {
            got.pause();
        }
        answer = got;
    }

    @Override
    public void notConnected(Throwable why) {
        fault = why;
    }

    @Override
    public void failed(Throwable why) {
        fault = why;
    }
}
