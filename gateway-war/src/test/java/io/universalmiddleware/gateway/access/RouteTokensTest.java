package io.universalmiddleware.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.token.Revocations;
import io.universalmiddleware.token.TestClock;
import io.universalmiddleware.token.TokenVerifier;
import io.universalmiddleware.token.Tokens;
import io.universalmiddleware.token.Verdict;
import io.universalmiddleware.token.VerifiedTokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteTokensTest {
    private final TestClock clock = new TestClock();
    private final Tokens platform = new Tokens(clock);
    private final Tokens foreign = new Tokens(clock);
    private final Revocations revocations = new Revocations();

    @Test
    void theEndOfASessionIsOfThePlatformsTokensAlone() {
        TokenVerifier verifier = new TokenVerifier(foreign.publicKeys(), "um", Set.of("um"), clock);
        verifier.publish(platform.publicKeys());
        RouteTokens tokens =
                new RouteTokens(new VerifiedTokens(verifier, revocations, clock, 10), List.of(), new TenantId("acme"));
        JWTClaimsSet claims = platform.claims("ann", Duration.ofHours(1))
                .claim("tenant", "acme")
                .claim("sid", "s1")
                .build();
        String ours = platform.sign(claims);
        String theirs = foreign.sign(claims);
        tokens.verify(ours).join();
        tokens.verify(theirs).join();

        revocations.add(Map.of("s1", clock.instant().plusSeconds(60)));

        assertThat(tokens.remembered(ours)).isEmpty();
        assertThat(tokens.verify(ours).join().orElseThrow()).isInstanceOf(Verdict.Invalid.class);
        assertThat(tokens.remembered(theirs)).isPresent();
    }
}
