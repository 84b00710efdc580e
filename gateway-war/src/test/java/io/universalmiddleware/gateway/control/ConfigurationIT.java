package io.universalmiddleware.gateway.control;

import static io.universalmiddleware.gateway.control.ControlFixture.OPERATOR;
import static io.universalmiddleware.gateway.control.ControlFixture.SHOPKEEPER;
import static io.universalmiddleware.gateway.control.ControlFixture.document;
import static io.universalmiddleware.gateway.control.ControlFixture.origin;
import static io.universalmiddleware.gateway.control.ControlFixture.refused;
import static io.universalmiddleware.gateway.control.ControlFixture.route;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.gateway.control.ChangingEntries.Changed;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.persistence.configuration.Entry;
import io.universalmiddleware.persistence.configuration.Revision;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes of one entry of the configuration at a time. */
@WithBackends
class ConfigurationIT {
    private final ControlFixture control;

    ConfigurationIT(PostgresBackend postgres) {
        control = new ControlFixture(postgres);
    }

    @AfterEach
    void close() {
        control.close();
    }

    @Test
    void aReferenceToWhatIsNotThereIsNamedAndNothingStays() {
        control.tenant("shop");

        Problem problem = refused(() -> control.create(Kind.ROUTE, route("shop", "orders", "backend")));

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.violations()).containsExactly(new Violation("/origin", "there is no origin 'shop/backend'"));
        assertThat(control.last()).isEqualTo(1);
        assertThat(refused(() -> control.create(Kind.ORIGIN, origin("nobody", "x", 1)))
                        .violations())
                .extracting(Violation::pointer)
                .containsExactly("/tenant");
    }

    @Test
    void anApiKeyIsNotMadeWithAnEndThatHasPassed() {
        control.tenant("shop");
        ObjectNode key = document("{\"tenant\":\"shop\",\"name\":\"k\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}");

        assertThat(refused(() -> control.create(Kind.API_KEY, key)).violations())
                .containsExactly(new Violation("/expiresAt", "is in the past"));
        control.create(Kind.API_KEY, key.put("expiresAt", "2999-01-01T00:00:00Z"));
    }

    @Test
    void namesAndDomainsAreTakenOnce() {
        control.create(Kind.TENANT, document("{\"slug\":\"shop\",\"name\":\"x\",\"domains\":[\"a.example\"]}"));

        assertThat(refused(() -> control.tenant("shop")).violations())
                .containsExactly(new Violation("/slug", "is taken by another tenant"));
        Problem problem = refused(() -> control.create(
                Kind.TENANT, document("{\"slug\":\"b\",\"name\":\"x\",\"domains\":[\"b.example\",\"a.example\"]}")));
        assertThat(problem.status()).isEqualTo(409);
        assertThat(problem.violations()).extracting(Violation::pointer).containsExactly("/domains/1");
    }

    @Test
    void aRedirectUriIsOfOneProviderOfATenant() {
        String provider = "{\"tenant\":\"%s\",\"name\":\"%s\",\"clientId\":\"c\",\"issuer\":\"https://id.example\","
                + "\"redirectUris\":[\"https://%s.example/in\",\"https://shop.example/in\"]}";
        control.tenant("shop");
        control.tenant("other");
        Entry one = control.create(Kind.PROVIDER, document(provider.formatted("shop", "one", "shop")));

        Problem problem =
                refused(() -> control.create(Kind.PROVIDER, document(provider.formatted("shop", "two", "two"))));

        assertThat(problem.status()).isEqualTo(409);
        assertThat(problem.violations())
                .containsExactly(new Violation("/redirectUris/1", "is taken by another provider"));
        control.create(Kind.PROVIDER, document(provider.formatted("other", "one", "shop")));
        control.changing(c -> c.delete(OPERATOR, Kind.PROVIDER, one.id().toString(), null));
        control.create(Kind.PROVIDER, document(provider.formatted("shop", "two", "two")));
    }

    @Test
    void whatIsInUseIsNeitherDeletedNorRenamedAndTheAnswerNamesItsUsers() {
        control.tenant("shop");
        Entry origin = control.create(Kind.ORIGIN, origin("shop", "backend", 9001));
        control.create(Kind.ROUTE, route("shop", "orders", "backend"));
        String id = origin.id().toString();

        Problem deleted = refused(() -> control.changing(c -> c.delete(OPERATOR, Kind.ORIGIN, id, null)));
        Problem renamed = refused(() ->
                control.changing(c -> c.patch(OPERATOR, Kind.ORIGIN, id, document("{\"name\":\"other\"}"), null)));
        Problem tenant = refused(() -> control.changing(c -> c.delete(OPERATOR, Kind.TENANT, "shop", null)));

        assertThat(deleted.status()).isEqualTo(409);
        assertThat(deleted.detail()).isEqualTo("origin 'shop/backend' is in use by route 'shop/orders'.");
        assertThat(renamed.status()).isEqualTo(409);
        assertThat(tenant.status()).isEqualTo(409);
        assertThat(control.last()).isEqualTo(3);
    }

    @Test
    void anotherTenantsEntryIsNotFoundWhateverIsDoneWithIt() {
        control.tenant("shop");
        control.tenant("other");
        Entry foreign = control.create(Kind.ORIGIN, origin("other", "backend", 9001));
        String id = foreign.id().toString();

        assertThat(List.of(
                        refused(() -> control.finding(f -> f.find(SHOPKEEPER, Kind.ORIGIN, id))),
                        refused(() -> control.finding(f -> f.find(SHOPKEEPER, Kind.TENANT, "other"))),
                        refused(() -> control.changing(
                                c -> c.replace(SHOPKEEPER, Kind.ORIGIN, id, origin("shop", "backend", 1), null))),
                        refused(() -> control.changing(
                                c -> c.patch(SHOPKEEPER, Kind.ORIGIN, id, document("{\"balance\":\"p2c\"}"), null))),
                        refused(() -> control.changing(c -> c.delete(SHOPKEEPER, Kind.ORIGIN, id, null))),
                        refused(() ->
                                control.changing(c -> c.create(SHOPKEEPER, Kind.ORIGIN, origin("other", "mine", 1)))),
                        refused(() -> control.changing(c ->
                                c.create(SHOPKEEPER, Kind.TENANT, document("{\"slug\":\"third\",\"name\":\"x\"}"))))))
                .extracting(Problem::status)
                .containsOnly(404);
        assertThat(control.list(SHOPKEEPER, Kind.ORIGIN, "")).isEmpty();
        assertThat(control.list(SHOPKEEPER, Kind.ORIGIN, "tenant=other")).isEmpty();
        assertThat(control.list(SHOPKEEPER, Kind.TENANT, "")).containsExactly("shop");
        assertThat(control.<List<Revision>>history(h -> h.list(SHOPKEEPER, 1_000, 10)))
                .extracting(Revision::number)
                .containsExactly(1L);
        assertThat(control.<Optional<Revision>>history(h -> h.find(SHOPKEEPER, 3)))
                .isEmpty();
        assertThat(control.applying(a -> a.export("shop")).document().path("origins"))
                .isEmpty();
    }

    @Test
    void aChangeOfWhatHasChangedSinceIsRefused() {
        control.tenant("shop");
        Entry origin = control.create(Kind.ORIGIN, origin("shop", "backend", 9001));

        assertThat(refused(() -> control.changing(
                                c -> c.delete(OPERATOR, Kind.ORIGIN, origin.id().toString(), "\"1\", W/\"2\"")))
                        .status())
                .isEqualTo(412);
        assertThat(control.<Long>changing(
                        c -> c.delete(OPERATOR, Kind.ORIGIN, origin.id().toString(), "\"1\", \"2\"")))
                .isEqualTo(3);
    }

    @Test
    void whatIsNotTheClientsToWriteIsRefused() {
        control.tenant("shop");
        assertThat(refused(
                                () -> control.create(
                                        Kind.TENANT,
                                        document(
                                                "{\"slug\":\"b\",\"name\":\"x\",\"id\":\"1\",\"revision\":1,\"role\":\"admin\"}")))
                        .violations())
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder("/id", "/revision", "/role");
        assertThat(refused(() -> control.changing(
                                c -> c.patch(OPERATOR, Kind.TENANT, "shop", document("{\"slug\":\"other\"}"), null)))
                        .violations())
                .extracting(Violation::pointer)
                .containsExactly("/slug");
        assertThat(refused(() -> control.create(
                                Kind.API_KEY, document("{\"tenant\":\"shop\",\"name\":\"k\",\"secrets\":[]}")))
                        .violations())
                .extracting(Violation::pointer)
                .containsExactly("/secrets");
    }

    @Test
    void aKeysSecretIsToldOnceAndRotationKeepsTheOldForAWhile() {
        control.tenant("shop");
        Changed made = control.changing(
                c -> c.create(SHOPKEEPER, Kind.API_KEY, document("{\"tenant\":\"shop\",\"name\":\"mobile\"}")));
        String id = made.entry().id().toString();
        Changed rotated = control.changing(c -> c.rotate(SHOPKEEPER, id, document("{\"overlap\":\"1h\"}"), null));

        assertThat(made.secret()).isNotNull();
        assertThat(Shape.shown(made.entry()).toString()).doesNotContain("sha256");
        assertThat(rotated.secret()).isNotNull();
        assertThat(rotated.entry().document().path("secrets")).hasSize(2);
        assertThat(rotated.entry()
                        .document()
                        .path("secrets")
                        .get(1)
                        .path("expiresAt")
                        .isTextual())
                .isTrue();
        assertThat(control.changing(c -> c.patch(SHOPKEEPER, Kind.API_KEY, id, document("{\"scopes\":[\"a\"]}"), null))
                        .entry()
                        .document()
                        .path("secrets"))
                .hasSize(2);
        assertThat(control.changing(c -> c.rotate(SHOPKEEPER, id, document("{}"), null))
                        .entry()
                        .document()
                        .path("secrets"))
                .hasSize(1);
        Entry revoked = control.changing(c -> c.revoke(SHOPKEEPER, id, null)).entry();
        assertThat(revoked.document().path("secrets")).isEmpty();
        assertThat(revoked.document().path("enabled").booleanValue()).isFalse();
        assertThat(refused(() ->
                                control.changing(c -> c.rotate(SHOPKEEPER, id, document("{\"overlap\":\"1y\"}"), null)))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void domainsAreGivenByTheOperatorAndNeverThePlatformsOwn() {
        control.tenant("shop");

        assertThat(refused(() -> control.changing(c -> c.patch(
                                SHOPKEEPER,
                                Kind.TENANT,
                                "shop",
                                document("{\"domains\":[\"api.bank.example\"]}"),
                                null)))
                        .status())
                .isEqualTo(403);
        assertThat(refused(() -> control.changing(c -> c.patch(
                                OPERATOR, Kind.TENANT, "shop", document("{\"domains\":[\"other.localhost\"]}"), null)))
                        .violations())
                .extracting(Violation::pointer)
                .containsExactly("/domains/0");
        control.changing(
                c -> c.patch(OPERATOR, Kind.TENANT, "shop", document("{\"domains\":[\"shop.example\"]}"), null));
        assertThat(control.changing(
                                c -> c.patch(SHOPKEEPER, Kind.TENANT, "shop", document("{\"name\":\"Shop\"}"), null))
                        .entry()
                        .document()
                        .path("domains"))
                .hasSize(1);
    }
}
