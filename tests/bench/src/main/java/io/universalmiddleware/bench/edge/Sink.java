package io.universalmiddleware.bench.edge;

import io.universalmiddleware.bench.BenchException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A sink is an origin that reads bodies to their end, keeps nothing, and answers how many bytes there were. One at a time. */
final class Sink implements AutoCloseable {
    private static final int PIECE = 256 * 1024;
    private static final String HEAD_END = "\r\n\r\n";

    private final ServerSocket listening;

    private Sink(ServerSocket listening) {
        this.listening = listening;
    }

    static Sink open() throws IOException {
        Sink sink = new Sink(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
        Thread thread = new Thread(sink::serve, "sink");
        thread.setDaemon(true);
        thread.start();
        return sink;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                answer(socket);
            } catch (IOException gone) {
                // closed, or who sent has gone: the next one
            }
        }
    }

    private static void answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf(HEAD_END) < 0) {
            int next = in.read();
            if (next < 0) {
                return;
            }
            head.append((char) next);
        }
        long length = length(head.toString());
        byte[] piece = new byte[PIECE];
        long left = length;
        while (left > 0) {
            int read = in.read(piece, 0, (int) Math.min(piece.length, left));
            if (read < 0) {
                return;
            }
            left -= read;
        }
        String body = Long.toString(length);
        socket.getOutputStream()
                .write(("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length() + HEAD_END + body)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static long length(String head) {
        return head.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("content-length:"))
                .map(line -> Long.parseLong(line.substring(15).strip()))
                .findFirst()
                .orElseThrow(() -> new BenchException("a body came without its length"));
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
