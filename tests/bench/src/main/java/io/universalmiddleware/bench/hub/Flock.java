package io.universalmiddleware.bench.hub;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.load.Latencies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A flock is many subscribers on one thread, which count publications and do nothing else with them. */
final class Flock implements AutoCloseable, LeanSocket.Counting {
    private static final int BUFFER = 1 << 20;
    private static final int READY_SECONDS = 60;
    private static final int PER_ADDRESS = 5_000;
    private static final int AT_ONCE = 100;
    private static final int FIRST_LOOPBACK = 0x7f000001;

    private final Selector selector;
    private final List<LeanSocket> sockets = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final Thread thread = new Thread(this::run, "bench-flock");
    private volatile long delivered;
    private volatile int waiting;
    private volatile @Nullable Latencies latencies;
    private volatile @Nullable Exception fault;
    private volatile boolean closed;
    private long count;

    private Flock(Selector selector) {
        this.selector = selector;
    }

    /**
     * A flock of which all are subscribed.
     *
     * @param speech of each by its number
     * @param samples how many of them take the time of publications
     */
    static Flock of(int port, int size, int samples, IntFunction<Speech> speech)
            throws IOException, InterruptedException {
        Flock flock = new Flock(Selector.open());
        flock.thread.start();
        try {
            for (int i = 0; i < size; i++) {
                flock.add(port, speech.apply(i), i < samples, i / PER_ADDRESS);
                if (i % AT_ONCE == AT_ONCE - 1) {
                    flock.awaitReady();
                }
            }
            flock.awaitReady();
            return flock;
        } catch (IOException | RuntimeException e) {
            flock.close();
            throw e;
        }
    }

    /** Publications that came until now, each counted as often as it came. */
    long delivered() {
        @Nullable Exception failed = fault;
        if (failed != null) {
            throw new BenchException("the subscribers failed: " + failed.getMessage(), failed);
        }
        return delivered;
    }

    /** Begins to take the times of publications, on the samples; what was taken before is no longer added to. */
    Latencies taking() {
        Latencies fresh = new Latencies();
        latencies = fresh;
        return fresh;
    }

    @Override
    public void publication(long sent) {
        count++;
        @Nullable Latencies taken = latencies;
        if (sent > 0 && taken != null) {
            taken.add(System.nanoTime() - sent);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        closed = true;
        selector.wakeup();
        thread.join();
        for (LeanSocket socket : sockets) {
            socket.channel().close();
        }
        selector.close();
    }

    private void add(int port, Speech speech, boolean sample, int address) throws IOException {
        LeanSocket socket = new LeanSocket(
                new InetSocketAddress(loopback(address), 0), new InetSocketAddress(loopback(0), port), speech, sample);
        sockets.add(socket);
        synchronized (this) {
            waiting++;
        }
        socket.channel().register(selector, SelectionKey.OP_READ, socket);
        selector.wakeup();
    }

    private void awaitReady() throws InterruptedException {
        long begin = System.nanoTime();
        while (waiting > 0) {
            delivered();
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(READY_SECONDS)) {
                throw new BenchException(waiting + " subscribers were not let in");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(this::readable);
                delivered = count;
            }
        } catch (IOException | RuntimeException e) {
            fault = e;
        }
    }

    private void readable(SelectionKey key) {
        LeanSocket socket = (LeanSocket) key.attachment();
        boolean before = socket.ready();
        try {
            socket.read(buffer, this);
        } catch (IOException e) {
            throw new BenchException("a connection failed: " + e.getMessage(), e);
        }
        if (!before && socket.ready()) {
            synchronized (this) {
                waiting--;
            }
        }
    }

    /** 127.0.0.1 and the addresses after it. */
    private static InetAddress loopback(int number) throws IOException {
        return InetAddress.getByAddress(
                ByteBuffer.allocate(4).putInt(FIRST_LOOPBACK + number).array());
    }
}
