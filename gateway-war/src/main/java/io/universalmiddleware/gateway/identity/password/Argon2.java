package io.universalmiddleware.gateway.identity.password;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** An Argon2id hash (RFC 9106) with its parameters, one lane; as text it is a PHC string. */
final class Argon2 {
    private static final int SCRATCH = 4; // blocks that the generator takes beside the memory
    private static final Pattern TEXT = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=([0-9]{1,8}),t=([0-9]{1,4}),p=1\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private final byte[] salt;
    private final byte[] hash;
    private final int memory;
    private final int passes;

    private Argon2(byte[] salt, byte[] hash, int memory, int passes) {
        this.salt = salt;
        this.hash = hash;
        this.memory = memory;
        this.passes = passes;
    }

    /** @param length of the hash, in bytes @param memory in KiB @param blocks that it is made in */
    static Argon2 of(String password, byte[] salt, int length, int memory, int passes, BlockPool blocks) {
        return new Argon2(salt, hash(password, salt, length, memory, passes, blocks), memory, passes);
    }

    /** What hashes of so much memory are made in, one after the other. @param memory in KiB */
    static BlockPool blocks(int memory) {
        return new FixedBlockPool(memory + SCRATCH);
    }

    /** @throws IllegalArgumentException if it is no such hash */
    static Argon2 parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no Argon2id hash");
        }
        return new Argon2(
                Base64.getDecoder().decode(parts.group(3)),
                Base64.getDecoder().decode(parts.group(4)),
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)));
    }

    /** Compares in a time that does not depend on what differs. */
    boolean isOf(String password, BlockPool blocks) {
        return MessageDigest.isEqual(hash, hash(password, salt, hash.length, memory, passes, blocks));
    }

    int memory() {
        return memory;
    }

    int passes() {
        return passes;
    }

    String text() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memory + ",t=" + passes + ",p=1$" + base64.encodeToString(salt) + '$'
                + base64.encodeToString(hash);
    }

    private static byte[] hash(String password, byte[] salt, int length, int memory, int passes, BlockPool blocks) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(1)
                .withSalt(salt)
                .withBlockPool(blocks)
                .build());
        byte[] typed = Passwords.bytes(password);
        byte[] hash = new byte[length];
        generator.generateBytes(typed, hash);
        Arrays.fill(typed, (byte) 0);
        return hash;
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "argon2id m=" + memory + " t=" + passes;
    }
}
