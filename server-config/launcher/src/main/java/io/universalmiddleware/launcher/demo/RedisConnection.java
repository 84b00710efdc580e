package io.universalmiddleware.launcher.demo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A connection to Redis that can read, by the protocol RESP2 (redis.io, "Redis serialization protocol specification"). */
final class RedisConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5000;
    private static final int DEFAULT_PORT = 6379;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    /** @param url {@code redis://[user:password@]host[:port]} */
    RedisConnection(URI url) throws IOException {
        socket.connect(
                new InetSocketAddress(url.getHost(), url.getPort() < 0 ? DEFAULT_PORT : url.getPort()),
                PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
        if (url.getUserInfo() != null) {
            String[] account = url.getUserInfo().split(":", 2);
            call(account[0].isEmpty() ? List.of("AUTH", account[1]) : List.of("AUTH", account[0], account[1]));
        }
    }

    /** The values of a hash's fields; empty where there is none. */
    List<Optional<String>> hashFields(String key, String... fields) throws IOException {
        List<String> command = new ArrayList<>(List.of("HMGET", key));
        command.addAll(List.of(fields));
        return call(command);
    }

    private List<Optional<String>> call(List<String> command) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        line(request, "*" + command.size());
        for (String word : command) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            line(request, "$" + bytes.length);
            request.write(bytes);
            line(request, "");
        }
        request.writeTo(out);
        out.flush();
        return reply();
    }

    private List<Optional<String>> reply() throws IOException {
        String head = line();
        String rest = head.substring(1);
        return switch (head.charAt(0)) {
            case '+', ':' -> List.of(Optional.of(rest));
            case '$' -> List.of(bulk(Integer.parseInt(rest)));
            case '*' -> {
                List<Optional<String>> items = new ArrayList<>();
                for (int i = Integer.parseInt(rest); i > 0; i--) {
                    items.addAll(reply());
                }
                yield items;
            }
            default -> throw new IOException("Redis says " + rest);
        };
    }

    private Optional<String> bulk(int length) throws IOException {
        if (length < 0) {
            return Optional.empty();
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        line();
        return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("Redis closed the connection");
            }
            line.append((char) c);
        }
        if (in.read() != '\n') {
            throw new IOException("Redis broke its protocol");
        }
        return line.toString();
    }

    private static void line(OutputStream to, String text) throws IOException {
        to.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
