package io.universalmiddleware.product.faults.cluster;

import io.universalmiddleware.stores.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A link carries the TCP connections of a store's clients, and breaks in the ways a network does: it refuses, it swallows what
 * it is given, it is slow. Healed, it carries on; what it held back arrives then, as after a real partition.
 */
public final class Link implements AutoCloseable {
    private static final int PIECE = 64 << 10;
    private static final long FREE_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final int port = Ports.free();
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock state = new ReentrantLock();
    private final Condition changed = state.newCondition();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "link");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable ServerSocket listener;
    private boolean swallowing;
    private long delayNanos;

    /** @param target a port of 127.0.0.1 */
    public Link(int target) {
        this.target = target;
        heal();
    }

    /** Where clients connect, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Resets all connections and refuses new ones, as a machine does whose process was killed. */
    public void refuse() {
        locked(() -> {
            closeListener();
            swallowing = false;
            open.forEach(Link::reset);
        });
    }

    /** Passes nothing on in either direction and says nothing about it, as a network does that drops packets. */
    public void swallow() {
        locked(() -> swallowing = true);
    }

    /** Holds everything back for a while, in either direction. */
    public void delay(Duration each) {
        locked(() -> delayNanos = each.toNanos());
    }

    /** Works again. */
    public void heal() {
        locked(() -> {
            swallowing = false;
            delayNanos = 0;
            if (listener == null) {
                ServerSocket fresh = listen();
                listener = fresh;
                threads.execute(() -> accept(fresh));
            }
        });
    }

    @Override
    public void close() {
        refuse();
        threads.shutdownNow();
    }

    /** The old listener's port is free only when the thread that accepts there has seen its end. */
    private ServerSocket listen() {
        long deadline = System.nanoTime() + FREE_WITHIN_NANOS;
        while (true) {
            try {
                ServerSocket socket = new ServerSocket();
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
                return socket;
            } catch (IOException taken) {
                if (System.nanoTime() > deadline) {
                    throw new UncheckedIOException(taken);
                }
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
    }

    private void closeListener() {
        ServerSocket old = listener;
        listener = null;
        if (old != null) {
            try {
                old.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket client = from.accept();
                threads.execute(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        open.add(client);
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            threads.execute(() -> pump(server, client));
            pump(client, server);
        } catch (IOException refused) {
            reset(client);
            open.remove(client);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] piece = new byte[PIECE];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                pass(from);
                out.write(piece, 0, length);
            }
            to.shutdownOutput();
        } catch (IOException ended) {
            reset(from);
            reset(to);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
        }
    }

    /** Waits as long as the link's state says. */
    private void pass(Socket from) throws InterruptedException {
        state.lockInterruptibly();
        try {
            long left = delayNanos;
            while (left > 0 && delayNanos > 0) {
                left = changed.awaitNanos(left);
            }
            while (swallowing && !from.isClosed()) {
                changed.await(1, TimeUnit.SECONDS);
            }
        } finally {
            state.unlock();
        }
    }

    private void locked(Runnable change) {
        state.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            state.unlock();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException closedAlready) {
            // which is what was wanted
        }
    }
}
