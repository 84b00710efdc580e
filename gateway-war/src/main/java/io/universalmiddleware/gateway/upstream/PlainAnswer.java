package io.universalmiddleware.gateway.upstream;

import io.netty.handler.codec.http.HttpHeaders;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a plain call.
 *
 * <p>While it is paused its connection is not read; pieces that had been read by then wait here, no more than one read brings. Its end is not
 * held back by a pause once every piece has been taken.
 */
final class PlainAnswer implements UpstreamAnswer {
    private final PlainConnection connection;
    private final int status;
    private final HttpVersion version;
    private final MultiMap headers;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> end;
    private @Nullable Deque<Buffer> waiting;
    private @Nullable MultiMap trailers;
    private long demand = Long.MAX_VALUE;
    private boolean held;
    private boolean whole;
    private boolean over;
    private boolean giving;

    PlainAnswer(PlainConnection connection, int status, HttpVersion version, MultiMap headers) {
        this.connection = connection;
        this.status = status;
        this.version = version;
        this.headers = headers;
    }

    /** A piece of the body has been read. */
    void came(Buffer piece) {
        if (over) {
            return;
        }
        if (demand > 0 && !hasWaiting()) {
            give(piece);
            return;
        }
        if (waiting == null) {
            waiting = new ArrayDeque<>();
        }
        waiting.add(piece);
        hold();
    }

    /** All of it has been read. */
    void ended(HttpHeaders behind) {
        whole = true;
        if (!behind.isEmpty()) {
            MultiMap fields = MultiMap.caseInsensitiveMultiMap();
            for (Map.Entry<String, String> field : behind) {
                fields.add(field.getKey(), field.getValue());
            }
            trailers = fields;
        }
        if (!hasWaiting()) {
            end();
        }
    }

    /** Gives nothing more of it. */
    void drop() {
        over = true;
        waiting = null;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public HttpVersion version() {
        return version;
    }

    @Override
    public MultiMap headers() {
        return headers;
    }

    @Override
    public @Nullable MultiMap trailers() {
        return trailers;
    }

    @Override
    public NetSocket socket() {
        throw new IllegalStateException("a plain call does not change the protocol");
    }

    @Override
    public PlainAnswer exceptionHandler(@Nullable Handler<Throwable> told) {
        return this; // the caller is told
    }

    @Override
    public PlainAnswer handler(@Nullable Handler<Buffer> each) {
        handler = each;
        return this;
    }

    @Override
    public PlainAnswer endHandler(@Nullable Handler<Void> last) {
        end = last;
        return this;
    }

    @Override
    public PlainAnswer pause() {
        demand = 0;
        return this;
    }

    @Override
    public PlainAnswer resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public PlainAnswer fetch(long pieces) {
        demand = demand + pieces < 0 ? Long.MAX_VALUE : demand + pieces;
        goOn();
        return this;
    }

    private void goOn() {
        if (giving || over) {
            return;
        }
        giving = true;
        try {
            while (demand > 0 && waiting != null && !waiting.isEmpty()) {
                give(waiting.remove());
            }
        } finally {
            giving = false;
        }
        if (hasWaiting() || over) {
            return;
        }
        if (whole) {
            end();
        } else if (held && demand > 0) {
            held = false;
            connection.read(this, true);
        }
    }

    private void give(Buffer piece) {
        if (demand != Long.MAX_VALUE) {
            demand--;
        }
        if (handler != null) {
            handler.handle(piece);
        }
        if (demand == 0) {
            hold();
        }
    }

    private void hold() {
        if (!held && !whole && !over) {
            held = true;
            connection.read(this, false);
        }
    }

    private boolean hasWaiting() {
        return waiting != null && !waiting.isEmpty();
    }

    private void end() {
        if (!over) {
            over = true;
            if (end != null) {
                end.handle(null);
            }
        }
    }
}
