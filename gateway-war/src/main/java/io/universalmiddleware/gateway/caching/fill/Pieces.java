package io.universalmiddleware.gateway.caching.fill;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pieces of a body that has come so far, by their numbers; the first may be forgotten. Guarded by the fill. */
final class Pieces {
    private final List<byte[]> held = new ArrayList<>();
    private long first;
    private long bytes;
    private long forgotten;

    void add(byte[] piece) {
        held.add(piece);
        bytes += piece.length;
    }

    /** Bytes that have come, be they forgotten or not. */
    long bytes() {
        return bytes;
    }

    /** The number of the piece that comes next. */
    long end() {
        return first + held.size();
    }

    /** Whether every byte that has come is still there. */
    boolean areWhole() {
        return forgotten == 0;
    }

    /** Null if the piece has not come yet, or is forgotten. */
    byte @Nullable [] find(long number) {
        int index = (int) (number - first);
        return index < 0 || index >= held.size() ? null : held.get(index);
    }

    /** Forgets those before the number. */
    void forgetBefore(long number) {
        List<byte[]> passed = held.subList(0, (int) (number - first));
        for (byte[] piece : passed) {
            forgotten += piece.length;
        }
        passed.clear();
        first = number;
    }

    /** All bytes, of which none is forgotten. */
    byte[] joined() {
        byte[] all = new byte[(int) bytes];
        int at = 0;
        for (byte[] piece : held) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        return all;
    }
}
