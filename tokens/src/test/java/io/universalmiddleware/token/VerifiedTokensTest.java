package io.universalmiddleware.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
    private final TestClock clock = new TestClock();
    private final Tokens tokens = new Tokens(clock);
    private final AtomicInteger verified = new AtomicInteger();
    private final TokenVerifier verifier = new TokenVerifier(tokens.publicKeys(), "um", Set.of("um"), clock);
    private final VerifiedTokens remembered = new VerifiedTokens(
            token -> {
                verified.incrementAndGet();
                return verifier.verify(token);
            },
            clock,
            3);

    @Test
    void verifiesATokenOnce() {
        String token = tokens.of("acme", "ann");

        for (int i = 0; i < 5; i++) {
            assertThat(remembered.identify(token))
                    .get()
                    .extracting(Identity::user)
                    .isEqualTo("ann");
        }
        assertThat(verified).hasValue(1);
    }

    @Test
    void forgetsATokenWhenItExpires() {
        String token = tokens.of("acme", "ann", Duration.ofMinutes(1));
        assertThat(remembered.identify(token)).isPresent();

        clock.advance(Duration.ofMinutes(1));

        assertThat(remembered.identify(token)).isEmpty();
    }

    @Test
    void remembersNothingThatIsNotValid() {
        String token = tokens.of("acme", "ann");
        remembered.identify(token);
        int before = verified.get();

        for (int i = 0; i < 3; i++) {
            assertThat(remembered.identify(token.substring(0, token.length() - 4) + "AAAA"))
                    .isEmpty();
        }
        assertThat(verified).hasValue(before + 3);
        assertThat(remembered.size()).isEqualTo(1);
    }

    @Test
    void remembersNoMoreThanItMayAndThoseUsedLast() {
        String first = tokens.of("acme", "ann");
        remembered.identify(first);
        for (String user : List.of("bob", "cid", "dot")) {
            remembered.identify(tokens.of("acme", user));
            remembered.identify(first);
        }
        int before = verified.get();

        remembered.identify(first);

        assertThat(remembered.size()).isEqualTo(3);
        assertThat(verified).hasValue(before);
    }

    @Test
    void tellsTheRoles() {
        JWTClaimsSet claims = tokens.claims("ann", Duration.ofHours(1))
                .claim("tenant", "acme")
                .claim("groups", List.of("admin", "user"))
                .build();

        assertThat(remembered.identify(tokens.sign(claims)).orElseThrow().roles())
                .containsExactlyInAnyOrder("admin", "user");
        assertThat(remembered.identify(tokens.of("acme", "bob")).orElseThrow().roles())
                .isEmpty();
    }

    @Test
    void aTokenOfASessionThatEndedIsRefusedEvenIfItWasRemembered() {
        Revocations revocations = new Revocations();
        Tokens foreign = new Tokens(clock);
        TokenVerifier verifier = new TokenVerifier(foreign.publicKeys(), "um", Set.of("um"), clock);
        verifier.publish(tokens.publicKeys());
        VerifiedTokens all = new VerifiedTokens(verifier, revocations, clock, 3);
        AtomicInteger told = new AtomicInteger();
        all.onRevocation(told::incrementAndGet);
        JWTClaimsSet claims = tokens.claims("ann", Duration.ofHours(1))
                .claim("tenant", "acme")
                .claim("sid", "s1")
                .build();
        String token = tokens.sign(claims);
        String other = tokens.of("acme", "bob");
        Identity ann = all.identify(token).orElseThrow();
        all.identify(other);

        revocations.add(Map.of("s1", clock.instant().plusSeconds(60)));
        revocations.add(Map.of("s1", clock.instant().plusSeconds(60)));

        assertThat(all.isRevoked(ann)).isTrue();
        assertThat(all.remembered(token)).isEmpty();
        assertThat(all.verify(token)).isInstanceOf(Verdict.Invalid.class);
        assertThat(all.identify(other)).isPresent();
        assertThat(all.identify(foreign.sign(claims)))
                .as("another issuer's session of that name")
                .isPresent();
        assertThat(told).hasValue(1);
        revocations.forget(clock.instant().plusSeconds(61));
        assertThat(revocations.size()).isZero();
    }

    @Test
    void whatWasVerifiedWhileAllWasForgottenIsNotRemembered() {
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        VerifiedTokens all = new VerifiedTokens(
                token -> {
                    Verdict before = verifier.verify(token);
                    meanwhile.getAndSet(() -> {}).run();
                    verified.incrementAndGet();
                    return before;
                },
                clock,
                3);
        meanwhile.set(all::forgetAll);
        String token = tokens.of("acme", "ann");

        assertThat(all.identify(token)).isPresent();

        assertThat(all.remembered(token)).isEmpty();
        assertThat(all.size()).isZero();
        assertThat(all.identify(token)).isPresent();
        assertThat(verified).hasValue(2);
        assertThat(all.remembered(token)).isPresent();
    }

    @Test
    void aKeyThatIsNoLongerPublishedSignsNothingThatIsTaken() {
        Tokens platform = new Tokens(clock);
        TokenVerifier verifier = new TokenVerifier(tokens.publicKeys(), "um", Set.of("um"), clock);
        VerifiedTokens all = new VerifiedTokens(verifier, clock, 3);
        String token = platform.of("acme", "ann");
        assertThat(all.identify(token)).isEmpty();

        verifier.publish(platform.publicKeys());
        assertThat(all.identify(token)).isPresent();
        assertThat(all.identify(tokens.of("acme", "bob"))).isPresent();

        verifier.publish(List.of());
        all.forgetAll();
        assertThat(all.identify(token)).isEmpty();
        assertThat(all.identify(tokens.of("acme", "bob"))).isPresent();
    }
}
