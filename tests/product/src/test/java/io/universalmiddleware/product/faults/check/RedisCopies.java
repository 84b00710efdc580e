package io.universalmiddleware.product.faults.check;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Redis's copies of view rows, read behind the platform's back by RESP2 (redis.io, "Redis serialization protocol"). */
public final class RedisCopies implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    /** @param body JSON as it stands there */
    record Copy(String version, String body) {}

    public RedisCopies(URI redis) throws IOException {
        socket = new Socket(redis.getHost(), redis.getPort());
        socket.setSoTimeout(60_000);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /**
     * The copy that counts: one of an epoch that has ended is as good as none.
     *
     * @param row {@code {tenant}/{view}/{key}}
     */
    Optional<Copy> of(String row) throws IOException {
        List<@Nullable String> fields = call("HMGET", "um:view:" + row, "v", "b", "e");
        String epoch = call("HGET", "um:cache:state", "e").get(0);
        String version = fields.get(0);
        String body = fields.get(1);
        return version == null || body == null || !java.util.Objects.equals(fields.get(2), epoch)
                ? Optional.empty()
                : Optional.of(new Copy(version, body));
    }

    /** Forgets everything. */
    public void flushAll() throws IOException {
        call("FLUSHALL");
    }

    /** Sets an expiry. */
    public void expire(String row, long millis) throws IOException {
        call("PEXPIRE", "um:view:" + row, Long.toString(millis));
    }

    private List<@Nullable String> call(String... words) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            request.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            request.writeBytes(bytes);
            request.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        request.writeTo(socket.getOutputStream());
        List<@Nullable String> values = new ArrayList<>();
        read(values);
        return values;
    }

    private void read(List<@Nullable String> values) throws IOException {
        String head = line();
        String rest = head.substring(1);
        switch (head.charAt(0)) {
            case '+', ':' -> values.add(rest);
            case '$' -> values.add(bulk(Integer.parseInt(rest)));
            case '*' -> {
                for (int i = Integer.parseInt(rest); i > 0; i--) {
                    read(values);
                }
            }
            default -> throw new IOException("Redis says " + rest);
        }
    }

    private @Nullable String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        line();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("Redis closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
