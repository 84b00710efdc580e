package io.universalmiddleware.gateway.rpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages out of the bytes of a call as they come: each has a flag that says whether it is compressed, a length of four
 * bytes, and itself.
 *
 * <p>No more is kept than one message of the most bytes and what came with its last ones.
 */
public final class Frames {
    /** Bytes before each message. */
    public static final int HEAD = 5;

    private final int most;
    private final boolean gzip;
    private byte[] bytes = new byte[0];
    private int start;
    private int end;

    /**
     * @param most bytes of one message, as it comes and as it is
     * @param gzip whether those that are compressed are so by gzip; otherwise none may be
     */
    public Frames(int most, boolean gzip) {
        this.most = most;
        this.gzip = gzip;
    }

    public void add(byte[] more) {
        if (bytes.length - end < more.length) {
            int kept = end - start;
            byte[] larger = new byte[Math.max(kept + more.length, Math.min(2 * kept, kept + more.length + most))];
            System.arraycopy(bytes, start, larger, 0, kept);
            bytes = larger;
            start = 0;
            end = kept;
        }
        System.arraycopy(more, 0, bytes, end, more.length);
        end += more.length;
    }

    /** How many bytes are kept. */
    public int size() {
        return end - start;
    }

    /** Whether nothing is left of what came. */
    public boolean isEmpty() {
        return start == end;
    }

    /**
     * The next message, if all of it is there.
     *
     * @throws RpcException if it is too large, or is not one
     */
    public @Nullable Frame next() {
        if (end - start < HEAD) {
            return null;
        }
        int flag = bytes[start];
        long length =
                Integer.toUnsignedLong(ByteBuffer.wrap(bytes, start + 1, 4).getInt());
        if (flag != 0 && flag != 1) {
            throw new RpcException(Code.INTERNAL, "What came is not a message of gRPC.");
        }
        if (length > most) {
            throw tooLarge();
        }
        if (flag == 1 && !gzip) {
            throw new RpcException(Code.INTERNAL, "A message is compressed, and grpc-encoding does not say how.");
        }
        if (end - start - HEAD < length) {
            return null;
        }
        int from = start + HEAD;
        start = from + (int) length;
        byte[] message = Arrays.copyOfRange(bytes, from, start);
        if (start == end) {
            bytes = new byte[0];
            start = 0;
            end = 0;
        }
        return new Frame(message, flag == 1, most);
    }

    /** A message with what stands before it, not compressed. */
    public static byte[] framed(byte[] message) {
        return ByteBuffer.allocate(HEAD + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private RpcException tooLarge() {
        return tooLarge(most);
    }

    private static RpcException tooLarge(int most) {
        return new RpcException(Code.RESOURCE_EXHAUSTED, "A message is larger than " + most + " bytes.");
    }

    /** A message as it came. */
    public record Frame(byte[] sent, boolean compressed, int most) {

        /**
         * Whether the message itself has more bytes; no more than these are decompressed for it.
         *
         * @throws RpcException if it is not what gzip makes
         */
        public boolean isLargerThan(int bytes) {
            return sent.length > bytes || (compressed && decompressed(bytes + 1).length > bytes);
        }

        /**
         * The message itself.
         *
         * @throws RpcException if it is not what gzip makes, or more than the most bytes
         */
        public byte[] message() {
            if (!compressed) {
                return sent;
            }
            byte[] read = decompressed(most + 1);
            if (read.length > most) {
                throw tooLarge(most);
            }
            return read;
        }

        private byte[] decompressed(int atMost) {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(sent))) {
                return in.readNBytes(atMost);
            } catch (IOException malformed) {
                throw new RpcException(Code.INTERNAL, "A message cannot be decompressed.");
            }
        }
    }
}
