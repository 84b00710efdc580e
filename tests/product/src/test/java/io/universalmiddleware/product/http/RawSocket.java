package io.universalmiddleware.product.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A raw socket sends bytes that no decent HTTP client would send, and shows what comes back. */
public final class RawSocket implements AutoCloseable {
    private final Socket socket;

    public RawSocket(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
    }

    /** Sends the text as Latin-1, as it is, or as much of it as the server waits for before it refuses the rest. */
    public RawSocket send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException refused) {
            // what the server said before it closed is still to be read
        }
        return this;
    }

    /** Everything up to the end of the connection, or what came until the time is over. */
    public Reply read(Duration within) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        long deadline = System.nanoTime() + within.toNanos();
        byte[] buffer = new byte[8192];
        while (true) {
            long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
            socket.setSoTimeout((int) left);
            try {
                int count = in.read(buffer);
                if (count < 0) {
                    return new Reply(bytes.toString(StandardCharsets.ISO_8859_1), true);
                }
                bytes.write(buffer, 0, count);
            } catch (SocketTimeoutException stillOpen) {
                return new Reply(bytes.toString(StandardCharsets.ISO_8859_1), false);
            } catch (IOException reset) {
                return new Reply(bytes.toString(StandardCharsets.ISO_8859_1), true);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** @param closed whether the server ended the connection */
    public record Reply(String text, boolean closed) {
        private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

        /** The status of the first answer, or -1. */
        public int status() {
            Matcher line = STATUS_LINE.matcher(text);
            return line.lookingAt() ? Integer.parseInt(line.group(1)) : -1;
        }

        /** How many answers there are. */
        public long answers() {
            return STATUS_LINE.matcher(text).results().count();
        }
    }
}
