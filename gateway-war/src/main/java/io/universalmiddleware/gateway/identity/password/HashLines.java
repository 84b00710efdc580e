package io.universalmiddleware.gateway.identity.password;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The lines of a file that each begin with a SHA-1 hash in forty hexadecimal digits, read where one wants and not from the beginning. */
final class HashLines implements Closeable {
    private static final int DIGITS = 40;
    private static final int LONGEST = 64;
    private static final int HEX = 16;

    private final FileChannel file;
    private final ByteBuffer window = ByteBuffer.allocate(LONGEST + DIGITS + 1);
    private long begin;

    HashLines(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.READ);
    }

    /** Bytes. */
    long size() throws IOException {
        return file.size();
    }

    /**
     * Goes to the first line that begins at a place or behind it.
     *
     * @return whether there is one
     * @throws IOException if what begins there is too short for a hash, or a line is longer than hashes with counts are
     */
    boolean seek(long place) throws IOException {
        long from = Math.max(0, place - 1);
        fill(from);
        boolean found = place == 0;
        while (!found && window.hasRemaining()) {
            found = window.get() == '\n';
        }
        begin = from + window.position();
        if (begin >= file.size()) {
            return false;
        }
        if (window.remaining() < DIGITS) {
            throw new IOException("expected a line of a SHA-1 hash at byte " + begin);
        }
        return true;
    }

    /** Where the line begins. */
    long begin() {
        return begin;
    }

    /**
     * How the line's hash stands to another: negative if it comes before, zero if it is the same.
     *
     * @throws IOException if it is no hash as far as it was compared
     */
    int compareTo(byte[] hash) throws IOException {
        for (int at = 0; at < DIGITS; at++) {
            int other = at % 2 == 0 ? hash[at / 2] >> 4 & 0xf : hash[at / 2] & 0xf;
            int difference = digit(at) - other;
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    /** @throws IOException if the line does not begin with a hash, or has more of one behind it */
    byte[] hash() throws IOException {
        byte[] hash = new byte[DIGITS / 2];
        for (int at = 0; at < DIGITS; at += 2) {
            hash[at / 2] = (byte) (digit(at) << 4 | digit(at + 1));
        }
        if (window.remaining() > DIGITS && Character.digit(window.get(window.position() + DIGITS), HEX) >= 0) {
            throw new IOException("expected a SHA-1 hash and no longer one at byte " + begin);
        }
        return hash;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void fill(long from) throws IOException {
        window.clear();
        int read = 0;
        while (read >= 0 && window.hasRemaining()) {
            read = file.read(window, from + window.position());
        }
        window.flip();
    }

    private int digit(int at) throws IOException {
        int digit = Character.digit(window.get(window.position() + at), HEX);
        if (digit < 0) {
            throw new IOException("expected forty hexadecimal digits at byte " + begin);
        }
        return digit;
    }
}
