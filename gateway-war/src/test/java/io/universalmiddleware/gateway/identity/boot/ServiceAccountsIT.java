package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.ClientsFixture.ADMIN;
import static io.universalmiddleware.gateway.identity.boot.ClientsFixture.edit;
import static io.universalmiddleware.gateway.identity.provider.ProviderParts.basic;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.identity.administration.AdministeringClients.Made;
import io.universalmiddleware.gateway.identity.administration.Edit;
import io.universalmiddleware.gateway.identity.administration.ServiceAccountChange;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import io.universalmiddleware.token.Identity;
import io.universalmiddleware.token.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Programs of a tenant that get tokens for themselves. */
@ExtendWith(Backends.class)
class ServiceAccountsIT {
    private static final String GRANT = "grant_type=client_credentials";

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
    void aServiceAccountGetsATokenWithItsRolesAndTheScopesItAsksFor() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of("user", "importer"), Set.of("read", "write"));

        Map<String, Object> answer = token(made, GRANT + "&scope=read");

        assertThat(answer).containsEntry("token_type", "Bearer").containsEntry("scope", "read");
        assertThat(answer.get("expires_in")).isEqualTo(300L);
        Identity identity = identity(answer).orElseThrow();
        assertThat(identity.tenant()).isEqualTo(IdentityFixture.TENANT);
        assertThat(identity.user()).isEqualTo(made.client().id().toString());
        assertThat(identity.roles()).containsExactlyInAnyOrder("user", "importer");
        assertThat(identity.scopes()).containsExactly("read");
        assertThat(identity(token(made, GRANT)).orElseThrow().scopes()).containsExactlyInAnyOrder("read", "write");
        assertThat(identity(fixture.provider.token(null, GRANT + posted(made)))).isPresent();
    }

    @Test
    void whatIsAskedForOtherwiseIsRefused() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of(), Set.of("read"));

        assertThat(token(made, GRANT + "&scope=read+admin")).containsEntry("error", "invalid_scope");
        assertThat(token(made, "grant_type=password&username=a&password=b"))
                .containsEntry("error", "unsupported_grant_type");
        assertThat(token(made, "scope=read")).containsEntry("error", "invalid_request");
        assertThat(fixture.provider.token(null, GRANT)).containsEntry("error", "invalid_client");
        assertThat(fixture.identity.<Long>one("SELECT count(*) FROM client_token"))
                .isZero();
    }

    @Test
    void aWrongSecretIsRefusedTheAuditHearsOfItAndGuessingIsLimited() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of(), Set.of());
        String wrong = basic(made.client().id(), "ums_wrong");

        List<Object> errors = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            errors.add(fixture.provider.token(wrong, GRANT).get("error"));
        }

        assertThat(errors.subList(0, 20)).containsOnly("invalid_client");
        assertThat(errors.get(20)).isEqualTo("too_many_requests");
        assertThat(fixture.identity.denials.all())
                .contains(new Denial("", "", "issueToken", "no such client or secret", "192.0.2.9"));
        fixture.identity.clock.advance(Duration.ofSeconds(2));
        assertThat(identity(token(made, GRANT))).isPresent();
        assertThat(identity(token(made, GRANT)))
                .as("what was right takes nothing")
                .isPresent();
    }

    @Test
    void aSecretIsKeptAsAHashAndOfOneClient() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of(), Set.of());
        Made<RegisteredClient> other = fixture.client("exporter", Set.of(), Set.of());

        assertThat(Objects.requireNonNull(made.secret()).text()).startsWith("ums_");
        assertThat(fixture.identity.<Long>one(
                        "SELECT count(*) FROM client_secret WHERE encode(hash, 'escape') LIKE '%ums%'"))
                .isZero();
        assertThat(fixture.provider.token(
                        basic(
                                other.client().id(),
                                Objects.requireNonNull(made.secret()).text()),
                        GRANT))
                .containsEntry("error", "invalid_client");
        assertThat(fixture.identity.<Long>one(
                        "SELECT count(*) FROM audit WHERE coalesce(after::text, '') LIKE '%ums_%'"))
                .isZero();
    }

    @Test
    void aSecretIsReplacedWithAnOverlapAndTwoCountAtMost() {
        Made<RegisteredClient> first = fixture.client("importer", Set.of(), Set.of());

        Made<RegisteredClient> second = rotated(first, Duration.ofHours(1));
        assertThat(identity(token(first, GRANT))).isPresent();
        assertThat(identity(token(second, GRANT))).isPresent();

        Made<RegisteredClient> third = rotated(first, Duration.ofHours(1));
        assertThat(token(first, GRANT)).containsEntry("error", "invalid_client");
        assertThat(identity(token(second, GRANT))).isPresent();

        fixture.identity.clock.advance(Duration.ofHours(1));
        assertThat(token(second, GRANT)).containsEntry("error", "invalid_client");
        assertThat(identity(token(third, GRANT))).isPresent();

        Made<RegisteredClient> last = rotated(first, Duration.ZERO);
        assertThat(token(third, GRANT)).containsEntry("error", "invalid_client");
        assertThat(identity(token(last, GRANT))).isPresent();
    }

    @Test
    void whoIsKeptOutOrMayLessLosesItsTokensOnEveryNode() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of("user"), Set.of("read"));
        Map<String, Object> before = token(made, GRANT);

        change(made, new ServiceAccountChange(Set.of("user", "more"), null, null, null));
        fixture.node.following.step();
        assertThat(identity(before)).as("may more").isPresent();

        change(made, new ServiceAccountChange(Set.of("more"), null, null, null));
        fixture.node.following.step();
        assertThat(identity(before)).isEmpty();
        assertThat(fixture.identity.node().tokens.verify(text(before))).isInstanceOf(Verdict.Invalid.class);

        Map<String, Object> next = token(made, GRANT);
        change(made, new ServiceAccountChange(null, null, true, null));
        fixture.node.following.step();
        assertThat(identity(next)).isEmpty();
        assertThat(token(made, GRANT)).containsEntry("error", "invalid_client");
    }

    @Test
    void anEarlierEndEndsWhatWasGivenOut() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of(), Set.of());
        Map<String, Object> before = token(made, GRANT);
        Instant soon = fixture.identity.clock.instant().plusSeconds(60);

        change(made, new ServiceAccountChange(null, null, null, soon));
        fixture.node.following.step();
        assertThat(identity(before)).isEmpty();
        Map<String, Object> next = token(made, GRANT);
        assertThat(next.get("expires_in")).isEqualTo(60L);

        change(made, new ServiceAccountChange(null, null, null, soon.plusSeconds(60)));
        fixture.node.following.step();
        assertThat(identity(next)).as("may more").isPresent();
        assertThat(token(made, GRANT).get("expires_in")).isEqualTo(120L);
    }

    @Test
    void aRevocationIsKeptAsLongAsTheTokenSaysThatItCounts() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of(), Set.of());
        token(made, GRANT);
        fixture.identity
                .database()
                .transact(s -> s.update(
                        "UPDATE client_token SET expires_at = expires_at + interval '1 hour'", statement -> {}));

        change(made, new ServiceAccountChange(null, null, true, null));

        assertThat(fixture.identity.<Boolean>one(
                        "SELECT bool_and(r.until = t.expires_at + interval '1 minute') FROM client_token t"
                                + " JOIN revoked_session r ON r.session_id = t.id"))
                .isTrue();
    }

    @Test
    void aTokenEndsWithItsServiceAccount() {
        Instant ends = fixture.identity.clock.instant().plusSeconds(60);
        Made<RegisteredClient> made = fixture.client(IdentityFixture.TENANT, "importer", Set.of(), Set.of(), ends);

        assertThat(token(made, GRANT).get("expires_in")).isEqualTo(60L);
        fixture.identity.clock.advance(Duration.ofSeconds(60));
        assertThat(token(made, GRANT)).containsEntry("error", "invalid_client");

        Made<RegisteredClient> other = fixture.client("exporter", Set.of(), Set.of());
        Map<String, Object> token = token(other, GRANT);
        boolean removed = fixture.administering(
                (clients, kind) -> clients.remove(kind, edit(other.client().id()), fixture.identity.clock.instant()));
        assertThat(removed).isTrue();
        fixture.node.following.step();
        assertThat(identity(token)).isEmpty();
    }

    @Test
    void aClientRevokesItsOwnTokensAlone() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of(), Set.of());
        Made<RegisteredClient> other = fixture.client("exporter", Set.of(), Set.of());
        Map<String, Object> first = token(made, GRANT);
        Map<String, Object> second = token(made, GRANT);

        assertThat(fixture.provider.revoke(auth(other), "token=" + text(first))).isEmpty();
        fixture.node.following.step();
        assertThat(identity(first)).isPresent();

        assertThat(fixture.provider.revoke(auth(made), "token=" + text(first))).isEmpty();
        assertThat(fixture.provider.revoke(auth(made), "token=anything")).isEmpty();
        fixture.node.following.step();
        assertThat(identity(first)).isEmpty();
        assertThat(identity(second)).isPresent();
    }

    @Test
    void tokensAreIntrospectedByClientsOfTheirTenantAlone() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of("user"), Set.of("read"));
        Made<RegisteredClient> foreign = fixture.client(new TenantId("other"), "spy", Set.of("admin"), Set.of(), null);
        String token = text(token(made, GRANT));

        assertThat(fixture.provider.introspect(auth(made), "token=" + token))
                .containsEntry("active", true)
                .containsEntry("client_id", made.client().id().toString())
                .containsEntry("scope", "read")
                .containsEntry("tenant", "acme")
                .containsEntry("iss", "https://id.example.org")
                .containsKeys("exp", "iat", "jti", "sub", "aud");
        assertThat(fixture.provider.introspect(auth(foreign), "token=" + token))
                .containsExactly(Map.entry("active", false));
        assertThat(fixture.provider.introspect(auth(made), "token=x.y.z")).containsExactly(Map.entry("active", false));
        assertThat(fixture.provider.introspect(null, "token=" + token)).containsEntry("error", "invalid_client");
        fixture.identity.clock.advance(Duration.ofMinutes(5));
        assertThat(fixture.provider.introspect(auth(made), "token=" + token))
                .containsExactly(Map.entry("active", false));
    }

    @Test
    void tokensAreGivenSoOften() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of(), Set.of());
        for (int i = 0; i < 60; i++) {
            assertThat(token(made, GRANT)).containsKey("access_token");
        }

        assertThat(token(made, GRANT)).containsEntry("error", "too_many_requests");
        fixture.identity.clock.advance(Duration.ofSeconds(1));
        assertThat(token(made, GRANT)).containsKey("access_token");
    }

    @Test
    void aTokensRowGoesOnceTheTokenHasEnded() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of(), Set.of());
        token(made, GRANT);
        fixture.identity.clock.advance(Duration.ofMinutes(4));
        token(made, GRANT);
        fixture.identity.clock.advance(Duration.ofMinutes(1));

        fixture.identity.tidy(fixture.identity.settings);

        assertThat(fixture.identity.<Long>one("SELECT count(*) FROM client_token"))
                .isEqualTo(1L);
    }

    @Test
    void administratorsSeeTheirTenantsAloneAndTheAuditTellsWhatTheyDid() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of("user"), Set.of());
        UUID id = made.client().id();
        Edit foreign = new Edit(ADMIN, id, "other", null);

        assertThat(fixture.<Optional<RegisteredClient>>administering(
                        (clients, kind) -> clients.find(kind, id, "other")))
                .isEmpty();
        assertThat(fixture.<Optional<RegisteredClient>>administering((clients, kind) -> clients.find(kind, id, "acme")))
                .isPresent();
        assertThat(fixture.<Optional<Made<RegisteredClient>>>administering((clients, kind) ->
                        clients.rotate(kind, foreign, Duration.ZERO, fixture.identity.clock.instant())))
                .isEmpty();
        assertThat(fixture.<Boolean>administering(
                        (clients, kind) -> clients.remove(kind, foreign, fixture.identity.clock.instant())))
                .isFalse();
        assertThat(fixture.<Optional<Made<RegisteredClient>>>administering(
                        (clients, kind) -> clients.make(kind, ADMIN, made.client())))
                .as("the name is taken")
                .isEmpty();
        assertThat(fixture.identity.<String>one(
                        "SELECT after->>'name' FROM audit WHERE action = 'create-service-account' AND subject = 'service-accounts/"
                                + id + "'"))
                .isEqualTo("importer");
    }

    private Made<RegisteredClient> rotated(Made<RegisteredClient> of, Duration overlap) {
        return fixture.<Optional<Made<RegisteredClient>>>administering((clients, kind) ->
                        clients.rotate(kind, edit(of.client().id()), overlap, fixture.identity.clock.instant()))
                .orElseThrow();
    }

    private void change(Made<RegisteredClient> of, ServiceAccountChange change) {
        Optional<RegisteredClient> changed = fixture.administering((clients, kind) ->
                clients.change(kind, edit(of.client().id()), change::of, fixture.identity.clock.instant()));
        assertThat(changed).isPresent();
    }

    private Map<String, Object> token(Made<RegisteredClient> by, String form) {
        return fixture.provider.token(auth(by), form);
    }

    private Optional<Identity> identity(Map<String, Object> answer) {
        return fixture.node.tokens.identify(text(answer));
    }

    private static String text(Map<String, Object> answer) {
        return answer.getOrDefault("access_token", "").toString();
    }

    private static String auth(Made<RegisteredClient> of) {
        return basic(of.client().id(), Objects.requireNonNull(of.secret()).text());
    }

    private static String posted(Made<RegisteredClient> of) {
        return "&client_id=" + of.client().id() + "&client_secret="
                + Objects.requireNonNull(of.secret()).text();
    }
}
