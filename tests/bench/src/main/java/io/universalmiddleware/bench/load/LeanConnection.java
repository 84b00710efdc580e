package io.universalmiddleware.bench.load;

import io.universalmiddleware.bench.BenchException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection of HTTP/1.1 with one request at a time, that understands as much of an answer as it takes to find its end: it is 200, and has
 * a {@code Content-Length}.
 */
final class LeanConnection {
    private static final int LONGEST_HEAD = 4_096;

    private final SocketChannel channel;
    private final StringBuilder head = new StringBuilder(512);
    private volatile long due;
    private long left = -1;

    LeanConnection(InetSocketAddress to) throws IOException {
        channel = SocketChannel.open(to);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
    }

    SocketChannel channel() {
        return channel;
    }

    /** When the request that was sent last was due, by {@link System#nanoTime}. */
    long due() {
        return due;
    }

    /** @param at when it was due */
    void send(byte[] request, long at) throws IOException {
        due = at;
        if (channel.write(ByteBuffer.wrap(request)) < request.length) {
            throw new BenchException("a connection takes no request although it has been answered");
        }
    }

    /**
     * Takes what has come.
     *
     * @return whether the answer is whole
     */
    boolean read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (channel.read(buffer) < 0) {
            throw new BenchException("the server closed a connection");
        }
        buffer.flip();
        if (left < 0) {
            int before = head.length();
            head.append(StandardCharsets.ISO_8859_1.decode(buffer));
            int end = head.indexOf("\r\n\r\n", Math.max(0, before - 3));
            if (end < 0) {
                return false;
            }
            left = length(end) - (head.length() - end - 4);
            head.setLength(0);
        } else {
            left -= buffer.remaining();
        }
        if (left > 0) {
            return false;
        }
        left = -1;
        return true;
    }

    private long length(int end) {
        String text = head.substring(0, Math.min(end, LONGEST_HEAD)).toLowerCase(Locale.ROOT);
        int field = text.indexOf("\r\ncontent-length:");
        if (!text.startsWith("http/1.1 200 ") || field < 0) {
            throw new BenchException("not the answer that was expected: "
                    + text.lines().findFirst().orElse(""));
        }
        int lineEnd = text.indexOf("\r\n", field + 2);
        return Long.parseLong(text.substring(field + 17, lineEnd < 0 ? text.length() : lineEnd)
                .strip());
    }
}
