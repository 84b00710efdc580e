package io.universalmiddleware.gateway.control;

import static io.universalmiddleware.gateway.control.ControlFixture.OPERATOR;
import static io.universalmiddleware.gateway.control.ControlFixture.SHOPKEEPER;
import static io.universalmiddleware.gateway.control.ControlFixture.document;
import static io.universalmiddleware.gateway.control.ControlFixture.origin;
import static io.universalmiddleware.gateway.control.ControlFixture.parameters;
import static io.universalmiddleware.gateway.control.ControlFixture.refused;
import static io.universalmiddleware.gateway.control.ControlFixture.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.gateway.control.ApplyingConfiguration.Outcome;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.persistence.configuration.Entry;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Documents that are applied as a whole, and revisions that are rolled back to. */
@WithBackends
class ApplyingConfigurationIT {
    private final ControlFixture control;

    ApplyingConfigurationIT(PostgresBackend postgres) {
        control = new ControlFixture(postgres);
    }

    @AfterEach
    void close() {
        control.close();
    }

    @Test
    void aDocumentIsAppliedAsAWholeOrNotAtAll() {
        control.tenant("shop");
        control.create(Kind.ORIGIN, origin("shop", "backend", 9001));
        control.create(Kind.ROUTE, route("shop", "orders", "backend"));
        ObjectNode exported = control.applying(a -> a.export(null)).document();

        assertThat(apply(exported, false).revision().changes()).isEmpty();
        ObjectNode changed = exported.deepCopy();
        ((ObjectNode) changed.path("routes").path(0)).put("priority", 5);
        changed.withArray("origins").add(origin("shop", "second", 9002));
        changed.withArray("tenants").add(document("{\"slug\":\"other\",\"name\":\"x\"}"));
        assertThatExceptionOfType(DryRunException.class)
                .isThrownBy(() -> apply(changed, true))
                .satisfies(dry -> assertThat(dry.outcome().revision().changes()).hasSize(3));
        assertThat(control.last()).isEqualTo(3);
        assertThat(apply(changed, false).revision().number()).isEqualTo(4);

        ObjectNode broken = exported.deepCopy();
        broken.putArray("origins");
        broken.withArray("routes")
                .add(document("{\"tenant\":\"shop\",\"name\":\"orders\",\"origin\":\"x\",\"oops\":1}"));
        assertThat(refused(() -> apply(broken, false)).violations())
                .extracting(Violation::pointer)
                .contains("/routes/1/oops", "/routes/1/name");
        ObjectNode lacking = changed.deepCopy();
        lacking.putArray("origins");
        assertThat(refused(() -> apply(lacking, false)).status()).isEqualTo(409);
        assertThat(control.last()).isEqualTo(4);
    }

    @Test
    void aTenantsDocumentLeavesTheOthersAlone() {
        control.tenant("shop");
        control.tenant("other");
        control.create(Kind.ORIGIN, origin("other", "backend", 9001));
        ObjectNode mine = control.applying(a -> a.export("shop")).document();
        mine.withArray("origins").add(origin("shop", "mine", 9002));

        Outcome outcome = control.applying(a -> a.apply(SHOPKEEPER, "shop", mine, "because", null, false));

        assertThat(outcome.revision().changes()).hasSize(1);
        assertThat(control.finding(f -> f.find(OPERATOR, Kind.TENANT, "other")).name())
                .isEqualTo("other");
        mine.withArray("origins").add(origin("other", "theirs", 9002));
        assertThat(refused(() -> control.applying(a -> a.apply(SHOPKEEPER, "shop", mine, null, null, false)))
                        .violations())
                .extracting(Violation::pointer)
                .containsExactly("/origins/1/tenant");
    }

    @Test
    void rollsBackToAnyRevision() {
        control.tenant("shop");
        Entry origin = control.create(Kind.ORIGIN, origin("shop", "backend", 9001));
        control.create(Kind.ROUTE, route("shop", "orders", "backend"));
        ObjectNode then = control.applying(a -> a.export(null)).document();
        Entry route = control.finding(f -> f.list(ListQuery.of(OPERATOR, Kind.ROUTE, parameters(""))))
                .get(0)
                .entry();
        control.changing(c -> c.delete(OPERATOR, Kind.ROUTE, route.id().toString(), null));
        control.changing(
                c -> c.patch(OPERATOR, Kind.ORIGIN, origin.id().toString(), document("{\"name\":\"renamed\"}"), null));
        control.create(Kind.TENANT, document("{\"slug\":\"late\",\"name\":\"x\"}"));

        Outcome back =
                control.applying(a -> a.rollBack(OPERATOR, 3, null, false)).orElseThrow();

        assertThat(back.revision().number()).isEqualTo(7);
        assertThat(control.applying(a -> a.export(null)).document()).isEqualTo(then);
        assertThat(control.finding(f -> f.find(OPERATOR, Kind.ROUTE, route.id().toString()))
                        .name())
                .isEqualTo("orders");
        assertThat(control.applying(a -> a.rollBack(OPERATOR, 7, null, false))
                        .orElseThrow()
                        .revision()
                        .changes())
                .isEmpty();
        assertThat(control.<Optional<Outcome>>applying(a -> a.rollBack(OPERATOR, 99, null, false)))
                .isEmpty();
        control.applying(a -> a.rollBack(OPERATOR, 0, null, false));
        assertThat(control.list(OPERATOR, Kind.TENANT, "")).isEmpty();
    }

    @Test
    void rollingBackLetsNobodyInAgain() {
        control.tenant("shop");
        String id = control.changing(c -> c.create(
                        OPERATOR, Kind.API_KEY, document("{\"tenant\":\"shop\",\"name\":\"a\",\"scopes\":[\"x\"]}")))
                .entry()
                .id()
                .toString();
        Entry gone = control.create(Kind.API_KEY, document("{\"tenant\":\"shop\",\"name\":\"b\"}"));
        control.changing(c -> c.patch(OPERATOR, Kind.API_KEY, id, document("{\"scopes\":[\"y\"]}"), null));
        control.changing(c -> c.revoke(OPERATOR, id, null));
        control.changing(c -> c.delete(OPERATOR, Kind.API_KEY, gone.id().toString(), null));

        control.applying(a -> a.rollBack(OPERATOR, 3, null, false));

        Entry back = control.finding(f -> f.find(OPERATOR, Kind.API_KEY, id));
        assertThat(back.document().path("scopes").path(0).asText()).isEqualTo("x");
        assertThat(back.document().path("secrets")).isEmpty();
        assertThat(back.document().path("enabled").asBoolean()).isFalse();
        assertThat(control.list(OPERATOR, Kind.API_KEY, "")).containsExactly("a");
    }

    @Test
    void rollingBackBringsNoProviderBackThatWasDeleted() {
        control.tenant("shop");
        Entry gone = control.create(
                Kind.PROVIDER,
                document("{\"tenant\":\"shop\",\"name\":\"corporate\",\"issuer\":\"https://id.example\","
                        + "\"clientId\":\"shop\",\"redirectUris\":[\"https://shop.example/in\"]}"));
        control.changing(c -> c.delete(OPERATOR, Kind.PROVIDER, gone.id().toString(), null));

        control.applying(a -> a.rollBack(OPERATOR, 2, null, false));

        assertThat(control.list(OPERATOR, Kind.PROVIDER, "")).isEmpty();
    }

    private Outcome apply(ObjectNode document, boolean dryRun) {
        return control.applying(a -> a.apply(OPERATOR, null, document, null, null, dryRun));
    }
}
