package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.ClientsFixture.edit;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.identity.administration.AdministeringClients.Made;
import io.universalmiddleware.gateway.identity.administration.ServiceAccountChange;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import io.universalmiddleware.token.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When the tokens of a tenant's programs end, and who is told of them. */
@ExtendWith(Backends.class)
class ClientTokensIT {
    private ClientsFixture fixture;

    @BeforeEach
    void begin(PostgresBackend postgres) {
        fixture = new ClientsFixture(postgres);
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void whoIsKeptOutOrMayLessLosesItsTokensOnEveryNode() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of("user"), Set.of("read"));
        Map<String, Object> before = fixture.token(made);

        fixture.change(made, new ServiceAccountChange(Set.of("user", "more"), null, null, null));
        fixture.node.following.step();
        assertThat(fixture.identity(before)).as("may more").isPresent();

        fixture.change(made, new ServiceAccountChange(Set.of("more"), null, null, null));
        fixture.node.following.step();
        assertThat(fixture.identity(before)).isEmpty();
        assertThat(fixture.identity.node().tokens.verify(ClientsFixture.text(before)))
                .isInstanceOf(Verdict.Invalid.class);

        Map<String, Object> next = fixture.token(made);
        fixture.change(made, new ServiceAccountChange(null, null, true, null));
        fixture.node.following.step();
        assertThat(fixture.identity(next)).isEmpty();
        assertThat(fixture.token(made)).containsEntry("error", "invalid_client");
    }

    @Test
    void anEarlierEndEndsWhatWasGivenOut() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of(), Set.of());
        Map<String, Object> before = fixture.token(made);
        Instant soon = fixture.identity.clock.instant().plusSeconds(60);

        fixture.change(made, new ServiceAccountChange(null, null, null, soon));
        fixture.node.following.step();
        assertThat(fixture.identity(before)).isEmpty();
        Map<String, Object> next = fixture.token(made);
        assertThat(next.get("expires_in")).isEqualTo(60L);

        fixture.change(made, new ServiceAccountChange(null, null, null, soon.plusSeconds(60)));
        fixture.node.following.step();
        assertThat(fixture.identity(next)).as("may more").isPresent();
        assertThat(fixture.token(made).get("expires_in")).isEqualTo(120L);
    }

    @Test
    void aRevocationIsKeptAsLongAsTheTokenSaysThatItCounts() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of(), Set.of());
        fixture.token(made);
        fixture.identity
                .database()
                .transact(s -> s.update(
                        "UPDATE client_token SET expires_at = expires_at + interval '1 hour'", statement -> {}));

        fixture.change(made, new ServiceAccountChange(null, null, true, null));

        assertThat(fixture.identity.<Boolean>one(
                        "SELECT bool_and(r.until = t.expires_at + interval '1 minute') FROM client_token t"
                                + " JOIN revoked_session r ON r.session_id = t.id"))
                .isTrue();
    }

    @Test
    void aTokenEndsWithItsServiceAccount() {
        Instant ends = fixture.identity.clock.instant().plusSeconds(60);
        Made<RegisteredClient> made = fixture.client(IdentityFixture.TENANT, "importer", Set.of(), Set.of(), ends);

        assertThat(fixture.token(made).get("expires_in")).isEqualTo(60L);
        fixture.identity.clock.advance(Duration.ofSeconds(60));
        assertThat(fixture.token(made)).containsEntry("error", "invalid_client");

        Made<RegisteredClient> other = fixture.client("exporter", Set.of(), Set.of());
        Map<String, Object> token = fixture.token(other);
        boolean removed = fixture.administering(
                (clients, kind) -> clients.remove(kind, edit(other.client().id()), fixture.identity.clock.instant()));
        assertThat(removed).isTrue();
        fixture.node.following.step();
        assertThat(fixture.identity(token)).isEmpty();
    }

    @Test
    void aClientRevokesItsOwnTokensAlone() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of(), Set.of());
        Made<RegisteredClient> other = fixture.client("exporter", Set.of(), Set.of());
        Map<String, Object> first = fixture.token(made);
        Map<String, Object> second = fixture.token(made);

        assertThat(fixture.provider.revoke(ClientsFixture.auth(other), "token=" + ClientsFixture.text(first)))
                .isEmpty();
        fixture.node.following.step();
        assertThat(fixture.identity(first)).isPresent();

        assertThat(fixture.provider.revoke(ClientsFixture.auth(made), "token=" + ClientsFixture.text(first)))
                .isEmpty();
        assertThat(fixture.provider.revoke(ClientsFixture.auth(made), "token=anything"))
                .isEmpty();
        fixture.node.following.step();
        assertThat(fixture.identity(first)).isEmpty();
        assertThat(fixture.identity(second)).isPresent();
    }

    @Test
    void tokensAreIntrospectedByClientsOfTheirTenantAlone() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of("user"), Set.of("read"));
        Made<RegisteredClient> foreign = fixture.client(new TenantId("other"), "spy", Set.of("admin"), Set.of(), null);
        String token = ClientsFixture.text(fixture.token(made));

        assertThat(fixture.provider.introspect(ClientsFixture.auth(made), "token=" + token))
                .containsEntry("active", true)
                .containsEntry("client_id", made.client().id().toString())
                .containsEntry("scope", "read")
                .containsEntry("tenant", "acme")
                .containsEntry("iss", "https://id.example.org")
                .containsKeys("exp", "iat", "jti", "sub", "aud");
        assertThat(fixture.provider.introspect(ClientsFixture.auth(foreign), "token=" + token))
                .containsExactly(Map.entry("active", false));
        assertThat(fixture.provider.introspect(ClientsFixture.auth(made), "token=x.y.z"))
                .containsExactly(Map.entry("active", false));
        assertThat(fixture.provider.introspect(null, "token=" + token)).containsEntry("error", "invalid_client");
        fixture.identity.clock.advance(Duration.ofMinutes(5));
        assertThat(fixture.provider.introspect(ClientsFixture.auth(made), "token=" + token))
                .containsExactly(Map.entry("active", false));
    }

    @Test
    void aTokensRowGoesOnceTheTokenHasEnded() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of(), Set.of());
        fixture.token(made);
        fixture.identity.clock.advance(Duration.ofMinutes(4));
        fixture.token(made);
        fixture.identity.clock.advance(Duration.ofMinutes(1));

        fixture.identity.tidy(fixture.identity.settings);

        assertThat(fixture.identity.<Long>one("SELECT count(*) FROM client_token"))
                .isEqualTo(1L);
    }
}
