package io.universalmiddleware.persistence.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A link holds one row in the chain.
 *
 * <p>{@code digest} is the SHA-256 of the row: of its id (8 bytes), its time (microseconds since 1970, 8 bytes), then tenant, actor, action,
 * subject, reason, before and after, each as its length in bytes (4 bytes, -1 for none) and its UTF-8; JSON as PostgreSQL's jsonb prints
 * it. {@code hash} is the SHA-256 of the hash before (32 bytes), seq, id, the row's time, the time of sealing (8 bytes each) and the
 * digest. Numbers are big-endian. The hash before the first is 32 zero bytes.
 *
 * @param seq 1, 2, 3, ... without gaps
 * @param id the row's
 * @param at the row's
 * @param hash 32 bytes, as the other
 */
record Link(long seq, long id, Instant at, Instant sealedAt, byte[] digest, byte[] hash) {
    private static final int HASH = 32;

    /** The hash before the first link. */
    static byte[] origin() {
        return new byte[HASH];
    }

    /** The link behind a hash. */
    static Link of(byte[] before, long seq, long id, AuditEntry entry, Instant sealedAt) {
        Instant at = entry.at().truncatedTo(ChronoUnit.MICROS);
        byte[] digest = digest(id, entry);
        return new Link(seq, id, at, sealedAt, digest, hash(before, seq, id, at, sealedAt, digest));
    }

    static byte[] digest(long id, AuditEntry entry) {
        MessageDigest sha = sha();
        sha.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id)
                .putLong(micros(entry.at()))
                .flip());
        for (@Nullable
        String text : new @Nullable String[] {
            entry.tenant(),
            entry.actor(),
            entry.action(),
            entry.subject(),
            entry.reason(),
            entry.before(),
            entry.after()
        }) {
            byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
            sha.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(text == null ? -1 : bytes.length)
                    .flip());
            sha.update(bytes);
        }
        return sha.digest();
    }

    /** What the hash must be, behind another. */
    byte[] expected(byte[] before) {
        return hash(before, seq, id, at, sealedAt, digest);
    }

    String hashText() {
        return HexFormat.of().formatHex(hash);
    }

    private static byte[] hash(byte[] before, long seq, long id, Instant at, Instant sealedAt, byte[] digest) {
        MessageDigest sha = sha();
        sha.update(before);
        sha.update(ByteBuffer.allocate(4 * Long.BYTES)
                .putLong(seq)
                .putLong(id)
                .putLong(micros(at))
                .putLong(micros(sealedAt))
                .flip());
        return sha.digest(digest);
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
