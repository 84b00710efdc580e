package io.universalmiddleware.bench.hub;

import io.universalmiddleware.bench.BenchException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket connection (RFC 6455) that understands as much of what it gets as it takes to count publications.
 *
 * <p>It looks for {@value #MARK} in the text of frames; where it is a sample, it also reads the number that follows, the
 * nanosecond at which the publication was sent.
 */
final class LeanSocket {
    static final char MARK = '~';

    private static final int OPCODE = 0x0f;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int LONGEST_PONG = 8;
    private static final int HEAD_END = 0x0d0a0d0a;

    private final SocketChannel channel;
    private final Speech speech;
    private final boolean sample;
    private ByteBuffer held = ByteBuffer.allocate(0);
    private boolean upgraded;
    private boolean ready;

    /** @param from the local address, so that more connections fit than one address has ports */
    LeanSocket(InetSocketAddress from, InetSocketAddress to, Speech speech, boolean sample) throws IOException {
        this.speech = speech;
        this.sample = sample;
        this.channel = SocketChannel.open();
        channel.bind(from);
        channel.connect(to);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        String request = "GET " + speech.path() + " HTTP/1.1\r\nHost: 127.0.0.1:" + to.getPort()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
                + "\r\nSec-WebSocket-Version: 13\r\n\r\n";
        write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    }

    SocketChannel channel() {
        return channel;
    }

    /** Whether it has been told that it is subscribed. */
    boolean ready() {
        return ready;
    }

    /** Sends a text, masked by zeros, which leaves it as it is. */
    void send(String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(payload.length + LONGEST_PONG + 4);
        frame.put((byte) (0x80 | TEXT));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        write(frame.putInt(0).put(payload).flip());
    }

    /**
     * Takes what has come, which ends anywhere in a frame.
     *
     * @param buffer to read into, for all connections
     */
    void read(ByteBuffer buffer, Counting counting) throws IOException {
        buffer.clear().put(held);
        held = held.clear().limit(0);
        if (channel.read(buffer) < 0) {
            throw new BenchException("the server closed a connection");
        }
        buffer.flip();
        if (!upgraded && !upgrade(buffer)) {
            hold(buffer);
            return;
        }
        while (frame(buffer, counting)) {
            // until what is left is no whole frame
        }
        hold(buffer);
    }

    private boolean upgrade(ByteBuffer buffer) throws IOException {
        for (int i = buffer.position(); i + 4 <= buffer.limit(); i++) {
            if (buffer.getInt(i) == HEAD_END) {
                String head = StandardCharsets.US_ASCII
                        .decode(buffer.slice(buffer.position(), i - buffer.position()))
                        .toString();
                if (!head.startsWith("HTTP/1.1 101")) {
                    throw new BenchException(
                            "no WebSocket: " + head.lines().findFirst().orElse("an empty answer"));
                }
                buffer.position(i + 4);
                upgraded = true;
                send(speech.hello());
                return true;
            }
        }
        return false;
    }

    private boolean frame(ByteBuffer buffer, Counting counting) throws IOException {
        if (buffer.remaining() < 2) {
            return false;
        }
        int begin = buffer.position();
        int length = buffer.get(begin + 1) & 0x7f;
        int head = 2;
        if (length == 126) {
            head = 4;
            if (buffer.remaining() < head) {
                return false;
            }
            length = buffer.getShort(begin + 2) & 0xffff;
        } else if (length == 127) {
            throw new BenchException("a frame of more than 64 KiB");
        }
        if (buffer.remaining() < head + length) {
            return false;
        }
        if ((buffer.get(begin) & OPCODE) == CLOSE) {
            throw new BenchException("the server closed a connection with code "
                    + (length < 2 ? 0 : buffer.getShort(begin + head) & 0xffff));
        }
        message(buffer, begin + head, length, counting);
        buffer.position(begin + head + length);
        return true;
    }

    private void message(ByteBuffer buffer, int from, int length, Counting counting) throws IOException {
        if (length == speech.ping().length && contains(buffer, from, length, speech.ping())) {
            send(speech.pong());
            return;
        }
        if (!ready) {
            ready = contains(buffer, from, length, speech.ready());
        }
        for (int i = from; i < from + length; i++) {
            if (buffer.get(i) == MARK) {
                counting.publication(sample ? number(buffer, i + 1) : 0);
            }
        }
    }

    private static long number(ByteBuffer buffer, int from) {
        long number = 0;
        for (int i = from; i < buffer.limit() && Character.isDigit(buffer.get(i)); i++) {
            number = 10 * number + buffer.get(i) - '0';
        }
        return number;
    }

    private static boolean contains(ByteBuffer buffer, int from, int length, byte[] part) {
        for (int i = from; i + part.length <= from + length; i++) {
            int same = 0;
            while (same < part.length && buffer.get(i + same) == part[same]) {
                same++;
            }
            if (same == part.length) {
                return true;
            }
        }
        return false;
    }

    private void hold(ByteBuffer rest) {
        if (rest.hasRemaining()) {
            if (held.capacity() < rest.remaining()) {
                held = ByteBuffer.allocate(rest.remaining());
            }
            held.clear();
            held.put(rest).flip();
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Is told of each publication. */
    interface Counting {
        /** @param sent by {@link System#nanoTime}; 0 if the connection is no sample */
        void publication(long sent);
    }
}
