package io.universalmiddleware.hub.crowd;

import java.util.Arrays;

/** Takes a server's unmasked WebSocket frames (RFC 6455, section 5.2) out of the bytes of a connection. */
final class FrameReader {
    static final int TEXT = 1;
    static final int CLOSE = 8;
    private static final byte[] NOTHING = {};

    private byte[] pending = NOTHING;

    /** Gets each whole frame. */
    @FunctionalInterface
    interface Frames {
        void frame(int opcode, byte[] bytes, int from, int to);
    }

    void read(byte[] more, Frames frames) {
        byte[] bytes = more;
        if (pending.length > 0) {
            bytes = Arrays.copyOf(pending, pending.length + more.length);
            System.arraycopy(more, 0, bytes, pending.length, more.length);
        }
        int at = 0;
        while (bytes.length - at >= 2) {
            int length = bytes[at + 1] & 0x7F;
            int head = 2 + (length == 126 ? 2 : length == 127 ? 8 : 0);
            if (bytes.length - at < head) {
                break;
            }
            if (length >= 126) {
                length = 0;
                for (int i = at + 2; i < at + head; i++) {
                    length = length << 8 | bytes[i] & 0xFF;
                }
            }
            if (bytes.length - at < head + length) {
                break;
            }
            frames.frame(bytes[at] & 0x0F, bytes, at + head, at + head + length);
            at += head + length;
        }
        pending = at == bytes.length ? NOTHING : Arrays.copyOfRange(bytes, at, bytes.length);
    }

    /** A client's text frame, masked with zeros. */
    static byte[] masked(byte[] text) {
        int head = text.length < 126 ? 6 : 8;
        byte[] frame = new byte[text.length + head];
        frame[0] = (byte) 0x81;
        if (head == 6) {
            frame[1] = (byte) (0x80 | text.length);
        } else {
            frame[1] = (byte) (0x80 | 126);
            frame[2] = (byte) (text.length >> 8);
            frame[3] = (byte) text.length;
        }
        System.arraycopy(text, 0, frame, head, text.length);
        return frame;
    }
}
