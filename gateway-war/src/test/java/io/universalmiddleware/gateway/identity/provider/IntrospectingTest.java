package io.universalmiddleware.gateway.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.identity.token.KeyRing;
import io.universalmiddleware.gateway.identity.token.Sealing;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import io.universalmiddleware.token.Revocations;
import io.universalmiddleware.token.TestClock;
import io.universalmiddleware.token.TokenSettings;
import io.universalmiddleware.token.TokenVerifier;
import io.universalmiddleware.token.Tokens;
import io.universalmiddleware.token.VerifiedTokens;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IntrospectingTest {
    private static final UUID ID = UUID.randomUUID();

    private final TestClock clock = new TestClock();
    private final Tokens platform = new Tokens(clock);
    private final Tokens foreign = new Tokens(clock);
    private final RegisteredClient client = new RegisteredClient(
            UUID.randomUUID(),
            new TenantId("acme"),
            "billing",
            Set.of(),
            Set.of(),
            false,
            null,
            clock.instant(),
            clock.instant());
    private final JWTClaimsSet claims = platform.claims(client.id().toString(), Duration.ofHours(1))
            .claim("tenant", "acme")
            .claim("client_id", client.id().toString())
            .jwtID(ID.toString())
            .build();
    private final Introspecting introspecting;

    IntrospectingTest() {
        TokenVerifier verifier = new TokenVerifier(foreign.publicKeys(), "um", Set.of("um"), clock);
        verifier.publish(platform.publicKeys());
        KeyRing applications = new KeyRing(new Sealing(new byte[32]));
        introspecting = new Introspecting(
                new VerifiedTokens(verifier, clock, 10),
                new GrantedTokens(
                        applications,
                        new Revocations(),
                        new TokenSettings("um", Set.of("um"), List.of(), Optional.empty()),
                        clock));
    }

    @Test
    void tellsOfThePlatformsTokens() {
        assertThat(introspecting.introspect(client, platform.sign(claims))).containsEntry("active", true);
        assertThat(introspecting.idOfOwn(client, platform.sign(claims))).contains(ID);
    }

    @Test
    void anotherIssuersTokenIsNoneWhateverItLooksLike() {
        assertThat(introspecting.introspect(client, foreign.sign(claims))).containsEntry("active", false);
        assertThat(introspecting.idOfOwn(client, foreign.sign(claims)))
                .as("what would be revoked")
                .isEmpty();
    }
}
