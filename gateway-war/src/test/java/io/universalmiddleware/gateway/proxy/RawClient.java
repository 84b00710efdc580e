package io.universalmiddleware.gateway.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client that sends exactly the bytes it is told to. */
final class RawClient implements AutoCloseable {
    final Socket socket;
    private final InputStream in;

    /** A response as it came; header names in lower case, repeated fields joined by commas. */
    record Response(int status, Map<String, String> headers, String body, Map<String, String> trailers) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    RawClient(int port) throws IOException {
        this(new Socket("127.0.0.1", port));
    }

    RawClient(Socket connected) throws IOException {
        socket = connected;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** Reads a whole response by its own framing. */
    Response read() throws IOException {
        return read(false);
    }

    /** @param head whether it answers a HEAD request */
    Response read(boolean head) throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        Map<String, String> headers = fields();
        Map<String, String> trailers = Map.of();
        String body = "";
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                all.writeBytes(exactly(size));
                line();
            }
            trailers = fields();
            body = all.toString(StandardCharsets.ISO_8859_1);
        } else if (headers.containsKey("content-length") && !head && status != 304) {
            body = new String(exactly(Integer.parseInt(headers.get("content-length"))), StandardCharsets.ISO_8859_1);
        } else if (!head && status >= 200 && status != 204 && status != 304) {
            body = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
        return new Response(status, headers, body, trailers);
    }

    /** The status of an answer that ends its connection. */
    int lastStatus() throws IOException {
        Response response = read();
        if (!response.header("Connection").equals("close") || !isClosedByPeer()) {
            throw new AssertionError("the connection goes on after " + response);
        }
        return response.status();
    }

    /** Reads up to and with the next line feed. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("connection closed after '" + line + "'");
            }
            line.append((char) b);
        }
        return line.toString().strip();
    }

    byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("connection closed after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    /** Whether the other side has closed; waits for it. */
    boolean isClosedByPeer() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private Map<String, String> fields() throws IOException {
        Map<String, String> fields = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            fields.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (a, b) -> a + ", " + b);
        }
        return fields;
    }
}
