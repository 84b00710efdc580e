package io.universalmiddleware.gateway.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/**
 * A tunnel joins a client's socket and an upstream's after both have changed the protocol.
 *
 * <p>Bytes pass as they come, no faster than the other side takes them. When one side ends, so does the other.
 */
final class Tunnel {
    private final NetSocket client;
    private final NetSocket upstream;
    private final Deadlines deadlines;
    private long lastByte;
    private long received;
    private long sent;

    Tunnel(NetSocket client, NetSocket upstream, Deadlines deadlines) {
        this.client = client;
        this.upstream = upstream;
        this.deadlines = deadlines;
        lastByte = deadlines.now();
    }

    void open(Runnable ended) {
        client.exceptionHandler(fault -> close());
        upstream.exceptionHandler(fault -> close());
        client.closeHandler(closed -> {
            upstream.close();
            ended.run();
        });
        upstream.closeHandler(closed -> client.close());
        upstream.endHandler(end -> client.close());
        client.endHandler(end -> upstream.close());
        client.handler(bytes -> {
            received += bytes.length();
            pass(client, upstream, bytes);
        });
        upstream.handler(bytes -> {
            sent += bytes.length();
            pass(upstream, client, bytes);
        });
    }

    void close() {
        client.close();
        upstream.close();
    }

    long idle(long now) {
        return now - lastByte;
    }

    /** Bytes from the client. */
    long received() {
        return received;
    }

    /** Bytes to the client. */
    long sent() {
        return sent;
    }

    private void pass(NetSocket from, NetSocket to, Buffer bytes) {
        lastByte = deadlines.now();
        to.write(bytes);
        if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(room -> from.resume());
        }
    }
}
