package io.universalmiddleware.gateway.identity.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import io.universalmiddleware.contracts.problem.ProblemException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private static final HashSettings LEAST = new HashSettings(15, 19_456, 2, 2, Duration.ofMinutes(1));

    private final Passwords passwords = new Passwords(LEAST);

    @Test
    void aHashIsOfItsPasswordAlone() {
        String hash = passwords.hash("correct horse battery staple");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.verify("correct horse battery staple", hash)).isTrue();
        assertThat(passwords.verify("correct horse battery stable", hash)).isFalse();
        assertThat(passwords.hash("correct horse battery staple")).isNotEqualTo(hash);
    }

    /** A vector that argon2, the reference implementation, gives: password "password", salt "somesalt", m=65536, t=2, p=1. */
    @Test
    void isWhatOthersCallArgon2id() {
        String others = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

        assertThat(passwords.verify("password", others)).isTrue();
        byte[] salt = "somesalt".getBytes(StandardCharsets.US_ASCII);
        assertThat(Argon2.of("password", salt, 32, 65_536, 2, Argon2.blocks(19_456))
                        .text())
                .isEqualTo(others);
    }

    /** 19 MiB for each login would be more than all else that the collector has to do. */
    @Test
    void hashesAreMadeInTheSameMemory() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        String hash = passwords.hash("correct horse battery staple");
        long before = threads.getCurrentThreadAllocatedBytes();

        assertThat(passwords.verify("correct horse battery staple", hash)).isTrue();

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    }

    @Test
    void whatLooksTheSameIsTheSame() {
        String hash = passwords.hash("Caf\u00e9 au lait \u2460");

        assertThat(passwords.verify("Cafe\u0301 au lait 1", hash)).isTrue();
    }

    @Test
    void aHashThatWasCheaperIsOutdated() {
        String hash = passwords.hash("correct horse battery staple");
        Passwords dearer = new Passwords(new HashSettings(15, 20_000, 2, 2, Duration.ofMinutes(1)));

        assertThat(passwords.isOutdated(hash)).isFalse();
        assertThat(dearer.isOutdated(hash)).isTrue();
        assertThat(dearer.verify("correct horse battery staple", hash)).isTrue();
    }

    @Test
    void whoFindsNoPlaceInTimeIsRefused() {
        Semaphore taken = new Semaphore(0, true);
        Passwords one = new Passwords(new HashSettings(15, 19_456, 2, 1, Duration.ZERO), taken);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> one.hash("correct horse battery staple"))
                .satisfies(told -> assertThat(told.problem().status()).isEqualTo(503));

        taken.release();
        assertThat(one.hash("correct horse battery staple")).startsWith("$argon2id$");
        assertThat(taken.availablePermits()).as("given back").isEqualTo(1);
    }

    @Test
    void fourWaitForAPlaceAndTheNextIsRefusedAtOnce() {
        Semaphore taken = new Semaphore(0, true);
        Passwords one = new Passwords(new HashSettings(15, 19_456, 2, 1, Duration.ofMinutes(5)), taken);
        CompletableFuture<?>[] waiting = Stream.generate(() -> CompletableFuture.runAsync(
                        () -> one.hash("correct horse battery staple"), task -> new Thread(task).start()))
                .limit(4)
                .toArray(CompletableFuture[]::new);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> taken.getQueueLength() == 4);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> one.hash("correct horse battery staple"))
                .satisfies(told -> assertThat(told.problem().status()).isEqualTo(503));

        taken.release();
        assertThat(CompletableFuture.allOf(waiting)).succeedsWithin(Duration.ofSeconds(60));
    }

    @Test
    void whatIsNoHashIsRefused() {
        for (String text : new String[] {"", "$2a$10$x", "$argon2id$v=19$m=19456,t=2,p=4$c29tZXNhbHQ$AAAA", "plain"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Argon2.parse(text));
        }
    }
}
