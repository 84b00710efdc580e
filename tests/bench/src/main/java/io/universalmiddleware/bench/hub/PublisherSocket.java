package io.universalmiddleware.bench.hub;

import io.universalmiddleware.bench.BenchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connection on which a publisher publishes; what the server answers is read by a thread of its own and dropped. */
final class PublisherSocket implements AutoCloseable {
    private static final int BUFFER = 1 << 17;
    private static final int READY_SECONDS = 20;

    private final LeanSocket socket;
    private final Thread thread = new Thread(this::drain, "bench-publisher");
    private volatile @Nullable Exception fault;
    private volatile boolean closed;

    PublisherSocket(int port, Speech speech) throws IOException, InterruptedException {
        socket = new LeanSocket(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                speech,
                false);
        thread.start();
        long begin = System.nanoTime();
        while (!socket.ready()) {
            if (fault != null || System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(READY_SECONDS)) {
                throw new BenchException("the publisher was not let in: " + fault);
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    void send(String message) throws IOException {
        socket.send(message);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        closed = true;
        thread.join();
        socket.channel().close();
    }

    private void drain() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try {
            while (!closed) {
                socket.read(buffer, sent -> {});
                TimeUnit.MILLISECONDS.sleep(1);
            }
        } catch (IOException | RuntimeException e) {
            fault = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
