package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.gateway.identity.provider.ProviderParts;
import io.universalmiddleware.gateway.identity.session.Sessions;
import io.universalmiddleware.gateway.identity.token.AccessTokens;
import io.universalmiddleware.gateway.identity.token.ApplicationTokens;
import io.universalmiddleware.gateway.identity.token.KeyRing;
import io.universalmiddleware.gateway.identity.token.RotatingKeys;
import io.universalmiddleware.gateway.identity.token.Sealing;
import io.universalmiddleware.persistence.identity.RevocationRepository;
import io.universalmiddleware.persistence.identity.RevocationRepository.Heard;
import io.universalmiddleware.persistence.identity.SigningKeyRepository;
import io.universalmiddleware.persistence.identity.SigningKeyRepository.StoredKey;
import io.universalmiddleware.token.Revocations;
import io.universalmiddleware.token.TokenSettings;
import io.universalmiddleware.token.TokenVerifier;
import io.universalmiddleware.token.VerifiedTokens;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A node of a test: what issues and verifies tokens there, and what follows the database for it. */
final class TestNode {
    static final String ISSUER = "https://id.example.org";
    static final TokenSettings TOKENS = new TokenSettings("um", Set.of("um"), List.of(), Optional.of(ISSUER));

    final Revocations revocations = new Revocations();
    final TokenVerifier verifier;
    final VerifiedTokens tokens;
    final KeyRing ring;
    final AccessTokens access;
    final ApplicationTokens applications;
    final FollowingIdentity following;

    private final IdentityFixture fixture;

    /** A node of the fixture's database, with a secret of its own. */
    TestNode(IdentityFixture fixture, Sealing own) {
        this.fixture = fixture;
        verifier = TOKENS.verifier(fixture.clock);
        tokens = new VerifiedTokens(verifier, revocations, fixture.clock, 100);
        ring = new KeyRing(own);
        access = new AccessTokens(ring, TOKENS, fixture.settings.accessLife(), fixture.clock);
        applications = new ApplicationTokens(ring, TOKENS, fixture.settings.accessLife(), fixture.clock);
        following = new FollowingIdentity(followed(own), revocations, ring, verifier, tokens, fixture.clock);
        following.step();
    }

    /** As the endpoints of OAuth 2.0 need it. */
    ProviderParts.Node endpoints() {
        return new ProviderParts.Node(access, applications, tokens, ring, revocations, TOKENS);
    }

    String issue(Sessions.Live live) {
        return access.issue(live.account(), live.session()).orElseThrow();
    }

    private FollowedIdentity followed(Sealing own) {
        return new FollowedIdentity() {
            @Override
            public Heard since(String place) {
                return fixture.database().inTransaction(s -> new RevocationRepository(s).since(place));
            }

            @Override
            public List<StoredKey> keys(Instant now) {
                return fixture.database()
                        .inTransaction(s -> new RotatingKeys(new SigningKeyRepository(s), fixture.settings, own, ring)
                                .current(now));
            }
        };
    }
}
