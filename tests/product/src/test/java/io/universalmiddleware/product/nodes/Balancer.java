package io.universalmiddleware.product.nodes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A balancer leads each new TCP connection to a node that is ready, by turns; one that refuses is passed over. */
final class Balancer implements AutoCloseable {
    private static final int LOOK_MILLIS = 100;
    private static final int PATIENCE_MILLIS = 30_000;

    private final List<URI> nodes;
    private final Map<URI, Boolean> ready = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final ScheduledExecutorService looks = Executors.newScheduledThreadPool(2);
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "balancer");
        thread.setDaemon(true);
        return thread;
    });

    Balancer(List<URI> nodes) throws IOException {
        this.nodes = List.copyOf(nodes);
        nodes.forEach(node -> {
            look(node);
            looks.scheduleWithFixedDelay(() -> look(node), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        });
        threads.execute(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Whether a node was ready when it was last asked. */
    boolean leadsTo(URI node) {
        return ready.getOrDefault(node, false);
    }

    @Override
    public void close() throws IOException {
        looks.shutdownNow();
        listener.close();
        threads.shutdownNow();
    }

    private void look(URI node) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) node.resolve("/health/ready").toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            connection.setRequestProperty("Connection", "close");
            ready.put(node, connection.getResponseCode() == HttpURLConnection.HTTP_OK);
            connection.disconnect();
        } catch (IOException away) {
            ready.put(node, false);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                threads.execute(() -> lead(client));
            } catch (IOException closed) {
                // the loop ends with the listener
            }
        }
    }

    private void lead(Socket client) {
        @Nullable Socket node = connected();
        if (node == null) {
            close(client);
            return;
        }
        threads.execute(() -> pump(client, node));
        pump(node, client);
    }

    private @Nullable Socket connected() {
        int first = turn.getAndIncrement();
        for (int i = 0; i < nodes.size(); i++) {
            URI node = nodes.get(Math.floorMod(first + i, nodes.size()));
            if (leadsTo(node)) {
                Socket socket = new Socket();
                try {
                    socket.connect(new InetSocketAddress(node.getHost(), node.getPort()), PATIENCE_MILLIS);
                    return socket;
                } catch (IOException refused) {
                    close(socket);
                    ready.put(node, false);
                }
            }
        }
        return null;
    }

    private static void pump(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException ended) {
            // both ends are closed by now
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // that is what was wanted
        }
    }
}
