package io.universalmiddleware.product.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A silent origin takes every connection and answers nothing; it serves one request a connection, as none of them ends. */
final class SilentOrigin implements AutoCloseable {
    private final ServerSocket listener;
    private final Queue<Socket> taken = new ConcurrentLinkedQueue<>();

    SilentOrigin() {
        try {
            listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::take, "silent-origin");
        thread.setDaemon(true);
        thread.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** How many requests have come. */
    int asked() {
        return taken.size();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : taken) {
            socket.close();
        }
    }

    private void take() {
        try {
            while (true) {
                taken.add(listener.accept());
            }
        } catch (IOException closed) {
            // the loop ends with the listener
        }
    }
}
