package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.ClientsFixture.ADMIN;
import static io.universalmiddleware.gateway.identity.boot.ClientsFixture.GRANT;
import static io.universalmiddleware.gateway.identity.boot.ClientsFixture.edit;
import static io.universalmiddleware.gateway.identity.provider.ProviderParts.basic;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.gateway.identity.administration.AdministeringClients.Made;
import io.universalmiddleware.gateway.identity.administration.Edit;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import io.universalmiddleware.token.Identity;
import java.time.Duration;
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

        Map<String, Object> answer = fixture.token(made, GRANT + "&scope=read");

        assertThat(answer).containsEntry("token_type", "Bearer").containsEntry("scope", "read");
        assertThat(answer.get("expires_in")).isEqualTo(300L);
        Identity identity = fixture.identity(answer).orElseThrow();
        assertThat(identity.tenant()).isEqualTo(IdentityFixture.TENANT);
        assertThat(identity.user()).isEqualTo(made.client().id().toString());
        assertThat(identity.roles()).containsExactlyInAnyOrder("user", "importer");
        assertThat(identity.scopes()).containsExactly("read");
        assertThat(fixture.identity(fixture.token(made)).orElseThrow().scopes())
                .containsExactlyInAnyOrder("read", "write");
        assertThat(fixture.identity(fixture.provider.token(null, GRANT + posted(made))))
                .isPresent();
    }

    @Test
    void whatIsAskedForOtherwiseIsRefused() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of(), Set.of("read"));

        assertThat(fixture.token(made, GRANT + "&scope=read+admin")).containsEntry("error", "invalid_scope");
        assertThat(fixture.token(made, "grant_type=password&username=a&password=b"))
                .containsEntry("error", "unsupported_grant_type");
        assertThat(fixture.token(made, "scope=read")).containsEntry("error", "invalid_request");
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
        assertThat(fixture.identity(fixture.token(made))).isPresent();
        assertThat(fixture.identity(fixture.token(made)))
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
        assertThat(fixture.identity(fixture.token(first))).isPresent();
        assertThat(fixture.identity(fixture.token(second))).isPresent();

        Made<RegisteredClient> third = rotated(first, Duration.ofHours(1));
        assertThat(fixture.token(first)).containsEntry("error", "invalid_client");
        assertThat(fixture.identity(fixture.token(second))).isPresent();

        fixture.identity.clock.advance(Duration.ofHours(1));
        assertThat(fixture.token(second)).containsEntry("error", "invalid_client");
        assertThat(fixture.identity(fixture.token(third))).isPresent();

        Made<RegisteredClient> last = rotated(first, Duration.ZERO);
        assertThat(fixture.token(third)).containsEntry("error", "invalid_client");
        assertThat(fixture.identity(fixture.token(last))).isPresent();
    }

    @Test
    void tokensAreGivenSoOften() {
        Made<RegisteredClient> made = fixture.client("importer", Set.of(), Set.of());
        for (int i = 0; i < 60; i++) {
            assertThat(fixture.token(made)).containsKey("access_token");
        }

        assertThat(fixture.token(made)).containsEntry("error", "too_many_requests");
        fixture.identity.clock.advance(Duration.ofSeconds(1));
        assertThat(fixture.token(made)).containsKey("access_token");
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

    private static String posted(Made<RegisteredClient> of) {
        return "&client_id=" + of.client().id() + "&client_secret="
                + Objects.requireNonNull(of.secret()).text();
    }
}
