package io.universalmiddleware.gateway.proxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An origin that says what it is told to, byte by byte.
 *
 * <p>Of the connections it takes, each has its own list of answers, one for each request; behind the last of them it waits until the other side ends
 * the connection.
 */
final class ScriptedOrigin implements AutoCloseable {
    /** In place of an answer: the connection is ended. */
    static final String END = "";

    /** On which connection each request came, the first is 0. */
    final Queue<Integer> asked = new ConcurrentLinkedQueue<>();

    /** Answers that have been written as a whole. */
    final AtomicInteger said = new AtomicInteger();

    /** Connections that are over. */
    final AtomicInteger left = new AtomicInteger();

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private volatile @Nullable Socket latest;

    @SafeVarargs
    ScriptedOrigin(List<String>... connections) throws IOException {
        start(() -> {
            for (int i = 0; i < connections.length; i++) {
                int number = i;
                Socket accepted = socket.accept();
                latest = accepted;
                start(() -> serve(accepted, number, connections[number]));
            }
        });
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Says something on the latest connection, whoever asked. */
    void say(String bytes) throws IOException {
        write(Objects.requireNonNull(latest), bytes);
    }

    /** Ends the latest connection. */
    void end() throws IOException {
        Objects.requireNonNull(latest).close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException over) {
                // this side or the other has ended it
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket accepted, int number, List<String> answers) throws IOException {
        try (accepted) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(accepted.getInputStream(), StandardCharsets.ISO_8859_1));
            for (String answer : answers) {
                readRequest(in);
                asked.add(number);
                if (answer.equals(END)) {
                    return;
                }
                write(accepted, answer);
                said.incrementAndGet();
            }
            awaitEnd(in);
        } finally {
            left.incrementAndGet();
        }
    }

    private static void readRequest(BufferedReader in) throws IOException {
        int length = 0;
        for (String line = in.readLine(); line == null || !line.isEmpty(); line = in.readLine()) {
            if (line == null) {
                throw new IOException("no request");
            }
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
        }
        for (int i = 0; i < length; i++) {
            in.read();
        }
    }

    private static void awaitEnd(BufferedReader in) {
        try {
            while (in.read() >= 0) {
                // nothing is expected
            }
        } catch (IOException reset) {
            // ended with bytes that were never read
        }
    }

    private static void write(Socket to, String bytes) throws IOException {
        to.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
}
