package io.universalmiddleware.hub.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Something encoded once, ready to be sent to many; empty if this encoding has nothing to say.
 *
 * <p>It is kept as the WebSocket frame that carries it alone (RFC 6455, section 5.2): a server does not mask, so the same bytes go
 * to every client.
 */
public final class Encoded {
    private static final int FINAL = 0x80;
    private static final int OPCODE = 0x0F;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int LARGEST_OF_ONE_BYTE = 125;
    private static final int LARGEST_OF_TWO_BYTES = 0xFFFF;
    private static final byte TWO_BYTES_FOLLOW = 126;
    private static final byte EIGHT_BYTES_FOLLOW = 127;

    private final byte[] frame;
    private final int head;

    private Encoded(int opcode, byte[] payload) {
        head = payload.length <= LARGEST_OF_ONE_BYTE ? 2 : payload.length <= LARGEST_OF_TWO_BYTES ? 4 : 10;
        ByteBuffer bytes = ByteBuffer.allocate(head + payload.length).put((byte) (FINAL | opcode));
        switch (head) {
            case 2 -> bytes.put((byte) payload.length);
            case 4 -> bytes.put(TWO_BYTES_FOLLOW).putShort((short) payload.length);
            default -> bytes.put(EIGHT_BYTES_FOLLOW).putLong(payload.length);
        }
        frame = bytes.put(payload).array();
    }

    public static Encoded text(String text) {
        return new Encoded(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Encoded binary(byte[] bytes) {
        return new Encoded(BINARY, bytes);
    }

    /** Bytes on the wire, without framing. */
    public int size() {
        return frame.length - head;
    }

    /** Whether it is text, in UTF-8. */
    public boolean isText() {
        return (frame[0] & OPCODE) == TEXT;
    }

    /** The text, where it is one. */
    public String text() {
        return new String(frame, head, size(), StandardCharsets.UTF_8);
    }

    /** The bytes without framing; not to be written to. */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(frame, head, size()).asReadOnlyBuffer();
    }

    /** Bytes of the frame before its payload. */
    public int head() {
        return head;
    }

    /** The whole WebSocket frame; not to be written to. */
    public byte[] frame() {
        return frame;
    }
}
