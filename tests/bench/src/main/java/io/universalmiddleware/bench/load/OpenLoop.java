package io.universalmiddleware.bench.load;

import io.universalmiddleware.bench.BenchException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Requests at a steady rate, whatever the server does, over 64 kept-alive connections: one that is sent late because all of them wait for
 * answers counts from when it was due.
 *
 * <p>One thread sends, another receives. What the machine takes to wake them counts too; it is the same for every server that is
 * measured so.
 */
public final class OpenLoop implements AutoCloseable {
    private static final int CONNECTIONS = 64;
    private static final int PATIENCE_SECONDS = 10;

    private final Selector selector;
    private final List<LeanConnection> connections = new ArrayList<>();
    private final BlockingQueue<LeanConnection> free = new ArrayBlockingQueue<>(CONNECTIONS);
    private final AtomicReference<@Nullable Exception> fault = new AtomicReference<>();
    private final byte[] request;
    private volatile boolean over;

    private OpenLoop(Selector selector, byte[] request) {
        this.selector = selector;
        this.request = request;
    }

    /** @param headers beside {@code Host}, unless they name it */
    public static OpenLoop on(URI address, Map<String, String> headers) throws IOException {
        StringBuilder head = new StringBuilder("GET " + address.getPath() + " HTTP/1.1\r\n");
        if (!headers.containsKey("Host")) {
            head.append("Host: ").append(address.getAuthority()).append("\r\n");
        }
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        OpenLoop loop =
                new OpenLoop(Selector.open(), head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < CONNECTIONS; i++) {
            LeanConnection connection = new LeanConnection(new InetSocketAddress(address.getHost(), address.getPort()));
            connection.channel().register(loop.selector, SelectionKey.OP_READ, connection);
            loop.connections.add(connection);
            loop.free.add(connection);
        }
        return loop;
    }

    /** Sends for so long, and returns when every answer is here. */
    public Latencies run(double perSecond, Duration length) throws InterruptedException {
        Latencies latencies = new Latencies();
        over = false;
        Thread receiver = new Thread(() -> receive(latencies), "receiver");
        receiver.start();
        try {
            double gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
            long begin = System.nanoTime();
            long count = (long) (length.toNanos() / gap);
            for (long i = 0; i < count; i++) {
                long due = begin + (long) (i * gap);
                while (System.nanoTime() - due < 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                take().send(request, due);
            }
            for (int i = 0; i < CONNECTIONS; i++) {
                take();
            }
        } catch (IOException broken) {
            throw new BenchException("a connection broke under the load: " + broken, broken);
        } finally {
            over = true;
            selector.wakeup();
            receiver.join();
        }
        free.addAll(connections);
        return latencies;
    }

    private LeanConnection take() throws InterruptedException {
        LeanConnection connection = free.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Exception failed = fault.get();
        if (connection == null || failed != null) {
            throw new BenchException("no answer came: " + (failed == null ? "in time" : failed.toString()));
        }
        return connection;
    }

    private void receive(Latencies latencies) {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (!over && fault.get() == null) {
                selector.select(key -> received((LeanConnection) key.attachment(), buffer, latencies));
            }
        } catch (IOException broken) {
            fault.compareAndSet(null, broken);
        }
    }

    private void received(LeanConnection connection, ByteBuffer buffer, Latencies latencies) {
        try {
            if (connection.read(buffer)) {
                latencies.add(System.nanoTime() - connection.due());
                free.add(connection);
            }
        } catch (IOException | BenchException broken) {
            fault.compareAndSet(null, broken);
        }
    }

    @Override
    public void close() throws IOException {
        for (LeanConnection connection : connections) {
            connection.channel().close();
        }
        selector.close();
    }
}
