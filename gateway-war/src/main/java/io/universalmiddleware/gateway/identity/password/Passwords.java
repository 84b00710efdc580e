package io.universalmiddleware.gateway.identity.password;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;

/**
 * Hashes passwords with Argon2id (RFC 9106) and verifies them, so many at once and no more; four times as many may wait.
 *
 * <p>To verify the password of an account that is not there costs the same as of one that is.
 */
public final class Passwords {
    private static final int SALT = 16;
    private static final int HASH = 32;
    private static final int WAITING_PER_PLACE = 4;

    private final SecureRandom random = new SecureRandom();
    private final HashSettings settings;
    private final Semaphore places;
    private final Queue<BlockPool> free =
            new ConcurrentLinkedQueue<>(); // 19 MiB a hash would be the collector's most work
    private final Argon2 nobody;

    public Passwords(HashSettings settings) {
        this(settings, new Semaphore(settings.places(), true));
    }

    /** @param places those of the settings */
    Passwords(HashSettings settings, Semaphore places) {
        this.settings = settings;
        this.places = places;
        CryptoDefaults.make();
        BlockPool blocks = Argon2.blocks(settings.memory());
        this.nobody = of("", blocks);
        free.add(blocks);
    }

    /**
     * The hash that is kept of a password.
     *
     * @throws ProblemException 503 if too many wait already
     */
    public String hash(String password) {
        return inTurn(blocks -> of(password, blocks).text());
    }

    /**
     * Whether a hash is that of the password.
     *
     * @throws ProblemException 503 if too many wait already
     */
    public boolean verify(String password, String hash) {
        Argon2 kept = Argon2.parse(hash);
        return inTurn(blocks -> kept.isOf(normalized(password), blocks));
    }

    /**
     * Costs what {@link #verify} costs.
     *
     * @throws ProblemException 503 if too many wait already
     */
    public void verifyNobody(String password) {
        inTurn(blocks -> nobody.isOf(normalized(password), blocks));
    }

    /** Whether a hash was cheaper than they are now. */
    public boolean isOutdated(String hash) {
        Argon2 kept = Argon2.parse(hash);
        return kept.memory() < settings.memory() || kept.passes() < settings.passes();
    }

    /** As it is hashed and compared: what looks the same and is typed in another way is the same (NIST SP 800-63B-4, section 3.1.1.2). */
    static String normalized(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    private Argon2 of(String password, BlockPool blocks) {
        return Argon2.of(normalized(password), salt(), HASH, settings.memory(), settings.passes(), blocks);
    }

    private byte[] salt() {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return salt;
    }

    private <T> T inTurn(Function<BlockPool, T> work) {
        try {
            if (places.getQueueLength() >= WAITING_PER_PLACE * settings.places()
                    || !places.tryAcquire(settings.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProblemException(
                        Problem.of(ProblemType.OVERLOADED, "Too many passwords wait to be checked."));
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.of(ProblemType.UNAVAILABLE, null));
        }
        BlockPool blocks = Objects.requireNonNullElseGet(free.poll(), () -> Argon2.blocks(settings.memory()));
        try {
            return work.apply(blocks);
        } finally {
            free.add(blocks);
            places.release();
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
