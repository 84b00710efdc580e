package io.universalmiddleware.gateway.identity.password;

import io.universalmiddleware.contracts.settings.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The breached passwords: a file of their SHA-1 hashes in order, a line each, with or without a colon and a count behind it, as Have I
 * Been Pwned gives them away. That hash is the file's way to name a password; it protects none here.
 *
 * <p>The file is looked at in some forty places for a password, however large it is, and opened for each: one that is moved to its place
 * counts from the next password on.
 */
final class BreachedPasswords {
    static final Setting<BreachedPasswords> SETTING = new Setting<>(
            "um.identity.breached-passwords",
            "file",
            null,
            false,
            false,
            "A file of SHA-1 hashes of breached passwords, ordered by hash (Have I Been Pwned's download): none of them may be chosen.",
            text -> in(Path.of(text)));

    private static final int PLACES = 256;

    private final Path file;

    private BreachedPasswords(Path file) {
        this.file = file;
    }

    /** @throws IllegalArgumentException if it cannot be read, or some of its lines are no hashes or not in order */
    static BreachedPasswords in(Path file) {
        try (HashLines lines = new HashLines(file)) {
            check(lines);
            return new BreachedPasswords(file);
        } catch (IOException unusable) {
            throw new IllegalArgumentException("expected a file of ordered SHA-1 hashes: " + unusable, unusable);
        }
    }

    /**
     * Whether a password is one of them, as it was typed or normalised.
     *
     * @throws UncheckedIOException if the file cannot be read any more: whoever asks cannot tell then
     */
    boolean contains(String password) {
        String normalized = Passwords.normalized(password);
        try (HashLines lines = new HashLines(file)) {
            return holds(lines, sha1(password)) || !normalized.equals(password) && holds(lines, sha1(normalized));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(SETTING.key() + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private static boolean holds(HashLines lines, byte[] hash) throws IOException {
        long low = 0;
        long high = lines.size();
        while (low < high) {
            long middle = low + high >>> 1;
            int order = lines.seek(middle) ? lines.compareTo(hash) : 1;
            if (order == 0) {
                return true;
            }
            if (order > 0) {
                high = middle;
            } else {
                low = lines.begin() + 1;
            }
        }
        return false;
    }

    private static void check(HashLines lines) throws IOException {
        long size = lines.size();
        byte[] before = new byte[0];
        for (int place = 0; place < PLACES && lines.seek(size * place / PLACES); place++) {
            byte[] hash = lines.hash();
            if (Arrays.compareUnsigned(before, hash) > 0) {
                throw new IOException("its hashes are not in order before byte " + lines.begin());
            }
            before = hash;
        }
        if (before.length == 0) {
            throw new IOException("it is empty");
        }
    }

    private static byte[] sha1(String password) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(Passwords.bytes(password));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "breached passwords in " + file;
    }
}
