package io.universalmiddleware.gateway.control;

import static io.universalmiddleware.gateway.control.ControlFixture.OPERATOR;
import static io.universalmiddleware.gateway.control.ControlFixture.SHOPKEEPER;
import static io.universalmiddleware.gateway.control.ControlFixture.document;
import static io.universalmiddleware.gateway.control.ControlFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.gateway.control.ChangingEntries.Changed;
import io.universalmiddleware.gateway.control.WebhookEndpoints.Found;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.gateway.webhook.SigningSecret;
import io.universalmiddleware.persistence.configuration.Revision;
import io.universalmiddleware.persistence.webhook.DeliveryStatus;
import io.universalmiddleware.persistence.webhook.LoggedDelivery;
import io.universalmiddleware.persistence.webhook.Replayed;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Webhooks in the control plane. */
@WithBackends
class WebhooksIT {
    private ControlFixture control;

    @BeforeEach
    void open(PostgresBackend postgres) {
        control = new ControlFixture(postgres);
        control.database()
                .transact(s -> s.update(
                        "TRUNCATE webhook_message, webhook_delivery, webhook_attempt, webhook_endpoint, webhook_secret",
                        none -> {}));
        control.tenant("shop");
        control.tenant("other");
    }

    @AfterEach
    void close() {
        control.close();
    }

    @Test
    void aSecretIsToldOnceAndIsInNoDocumentRevisionOrExport() {
        Changed made = create(webhook());
        String secret = made.secret().text();

        assertThat(SigningSecret.parse(secret)).isPresent();
        assertThat(Shape.shown(made.entry()).toString())
                .doesNotContain("secret")
                .contains("\"enabled\":true");
        assertThat(control.applying(a -> a.export(null)).document().toString())
                .contains("\"webhooks\":[{")
                .doesNotContain(secret);
        assertThat(control.<List<Revision>>history(h -> h.list(OPERATOR, 1_000, 10))
                        .toString())
                .doesNotContain(secret);
        Found found = control.webhooks(w -> w.find(SHOPKEEPER, id(made)));
        assertThat(found.secrets()).hasSize(1);
        assertThat(WebhookTold.told(found, 0).active()).isTrue();
    }

    @Test
    void aSecretMayBeGivenAndIsReplacedWithAnOverlap() {
        SigningSecret mine = SigningSecret.generate();
        Changed made = create(webhook().put("secret", mine.text()));
        assertThat(made.secret().text()).isEqualTo(mine.text());

        Changed rotated = control.webhooks(w -> w.rotate(SHOPKEEPER, id(made), document("{\"overlap\":\"1h\"}")));
        assertThat(rotated.secret().text()).isNotEqualTo(mine.text());
        assertThat(control.<Found>webhooks(w -> w.find(SHOPKEEPER, id(made))).secrets())
                .hasSize(2)
                .last()
                .satisfies(old -> assertThat(old.expiresAt()).isNotNull());
        control.webhooks(w -> w.rotate(SHOPKEEPER, id(made), document("{}")));
        assertThat(control.<Found>webhooks(w -> w.find(SHOPKEEPER, id(made))).secrets())
                .hasSize(1);

        assertThat(refused(() -> create(webhook().put("name", "").put("x", 1).put("secret", "whsec_short")))
                        .violations())
                .extracting(Violation::pointer)
                .containsExactly("/secret", "/name", "/x");
        assertThat(refused(() -> control.webhooks(w ->
                                w.rotate(SHOPKEEPER, id(made), document("{\"secret\":1,\"overlap\":\"30d\",\"x\":1}"))))
                        .violations())
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder("/secret", "/overlap", "/x");
        assertThat(refused(() -> control.changing(
                                c -> c.patch(SHOPKEEPER, Kind.WEBHOOK, id(made), document("{\"secret\":\"x\"}"), null)))
                        .violations())
                .extracting(Violation::pointer)
                .containsExactly("/secret");
    }

    @ParameterizedTest
    @CsvSource({
        "http://hooks.example/, um.webhook.allow-http",
        "https://10.0.0.1/, private",
        "https://169.254.169.254/, link-local",
        "https://[::ffff:192.168.0.1]/, private",
        "https://[fd00::1]/, private"
    })
    void anUrlInTheHouseOrInPlainTextIsRefused(String url, String why) {
        assertThat(refused(() -> create(webhook().put("url", url))).violations())
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.pointer()).isEqualTo("/url");
                    assertThat(violation.message()).contains(why);
                });
    }

    @Test
    void anotherTenantsWebhookIsNotFoundWhateverIsDoneWithIt() {
        Changed made =
                control.changing(c -> c.create(OPERATOR, Kind.WEBHOOK, webhook().put("tenant", "other")));
        String id = id(made);
        UUID delivery =
                control.<LoggedDelivery>deliveries(d -> d.ping(OPERATOR, id)).id();

        assertThat(List.of(
                        refused(() -> create(webhook().put("tenant", "other"))),
                        refused(() -> control.webhooks(w -> w.find(SHOPKEEPER, id))),
                        refused(() -> control.webhooks(w -> w.enable(SHOPKEEPER, id))),
                        refused(() -> control.webhooks(w -> w.rotate(SHOPKEEPER, id, document("{}")))),
                        refused(() -> control.deliveries(d -> d.ping(SHOPKEEPER, id))),
                        refused(() -> control.deliveries(d -> d.find(SHOPKEEPER, id, delivery))),
                        refused(() -> control.deliveries(d -> d.retry(SHOPKEEPER, id, delivery))),
                        refused(() -> control.deliveries(
                                d -> d.list(SHOPKEEPER, id, WebhookQuery.page(null, null, null, null, null, "50")))),
                        refused(() -> control.deliveries(d -> d.replay(
                                SHOPKEEPER,
                                id,
                                WebhookQuery.replay(document("{\"since\":\"2020-01-01T00:00:00Z\"}")))))))
                .extracting(Problem::status)
                .containsOnly(404);
    }

    @Test
    void theLogIsFilteredAndPagedAndWhatIsInItCanBeSentAgain() {
        String id = id(create(webhook()));
        for (int i = 0; i < 5; i++) {
            control.deliveries(d -> d.ping(SHOPKEEPER, id));
        }
        List<LoggedDelivery> all = list(id, "", "", "", "");
        assertThat(all).hasSize(5).extracting(LoggedDelivery::type).containsOnly("um.Ping");

        List<LoggedDelivery> firstPage =
                control.deliveries(d -> d.list(SHOPKEEPER, id, WebhookQuery.page(null, null, null, null, null, "2")));
        assertThat(firstPage).as("two and one more").hasSize(3);
        List<LoggedDelivery> rest = control.deliveries(d -> d.list(
                SHOPKEEPER,
                id,
                WebhookQuery.page(null, null, null, null, firstPage.get(1).id().toString(), "50")));
        assertThat(rest).containsExactlyElementsOf(all.subList(2, 5));
        assertThat(list(id, "pending", "um.Ping", "2020-01-01T00:00:00Z", "")).hasSize(5);
        assertThat(list(id, "failed", "", "", "")).isEmpty();
        assertThat(list(id, "", "um.Other", "", "")).isEmpty();
        assertThat(list(id, "", "", "", "2020-01-01T00:00:00Z")).isEmpty();

        UUID one = all.get(0).id();
        control.database()
                .transact(s -> s.update(
                        "UPDATE webhook_delivery SET status = 'failed', trial = false, tries = 3, finished_at = now() WHERE id = ?",
                        b -> b.setObject(1, one)));
        assertThat(replayed(id, "{\"since\":\"2020-01-01T00:00:00Z\",\"status\":\"delivered\"}"))
                .isZero();
        String behind = WebhookQuery.cursor(
                new Replayed.Place(all.get(0).occurredAt(), all.get(0).id()));
        assertThat(replayed(id, "{\"since\":\"2020-01-01T00:00:00Z\",\"cursor\":\"" + behind + "\"}"))
                .isZero();
        assertThat(replayed(id, "{\"since\":\"2020-01-01T00:00:00Z\",\"status\":\"failed\"}"))
                .isEqualTo(1);
        LoggedDelivery again = control.deliveries(d -> d.retry(SHOPKEEPER, id, one));
        assertThat(again.status()).isEqualTo(DeliveryStatus.PENDING);
        assertThat(again.next()).isBeforeOrEqualTo(Instant.now());
        assertThat(WebhookTold.told(control.<WebhookDeliveries.Detail>deliveries(d -> d.find(SHOPKEEPER, id, one)))
                        .body()
                        .path("type")
                        .asText())
                .isEqualTo("um.Ping");
    }

    @Test
    void whatIsDoneWithAWebhookStandsInTheAudit() {
        String id = id(create(webhook()));
        control.webhooks(w -> w.rotate(SHOPKEEPER, id, document("{\"overlap\":\"1h\"}")));
        control.webhooks(w -> w.enable(SHOPKEEPER, id));
        UUID ping =
                control.<LoggedDelivery>deliveries(d -> d.ping(OPERATOR, id)).id();
        control.deliveries(d -> d.retry(SHOPKEEPER, id, ping));
        replayed(id, "{\"since\":\"2020-01-01T00:00:00Z\"}");
        refused(() -> control.deliveries(d -> d.retry(SHOPKEEPER, id, UUID.randomUUID())));

        assertThat(control.audited("webhooks/" + id).stream().skip(1))
                .containsExactly(
                        "shop/sam rotate-webhook-secret {\"overlap\": \"PT1H\"}",
                        "shop/sam enable-webhook null",
                        "operator/olga test-webhook {\"delivery\": \"" + ping + "\"}",
                        "shop/sam retry-webhook-delivery {\"delivery\": \"" + ping + "\"}",
                        "shop/sam replay-webhook {\"deliveries\": 0}");
    }

    @Test
    void whatAsksForTheLogOrAReplayIsCheckedAsAWhole() {
        assertThat(refused(() -> WebhookQuery.page(
                                "lost", "a\0", "yesterday", "+1000000000-01-01T00:00:00Z", null, "50"))
                        .violations())
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder("status", "type", "since", "until");
        assertThat(refused(() -> WebhookQuery.page(null, null, null, null, "x", "50"))
                        .status())
                .isEqualTo(400);
        assertThat(refused(() -> WebhookQuery.page(null, null, null, null, null, "201"))
                        .status())
                .isEqualTo(400);
        assertThat(refused(() -> WebhookQuery.replay(
                                document("{\"until\":\"x\",\"status\":\"pending\",\"all\":true,\"cursor\":\"x\"}")))
                        .violations())
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder("/since", "/until", "/status", "/all", "/cursor");
    }

    @Test
    void aWholeConfigurationBringsWebhooksBackWithoutTheirSecrets() {
        create(webhook());
        ObjectNode exported = control.applying(a -> a.export(null)).document();
        ObjectNode without = exported.deepCopy();
        without.putArray("webhooks");

        assertThat(control.applying(a -> a.apply(OPERATOR, null, without, null, null, false))
                        .revision()
                        .changes())
                .hasSize(1);
        assertThat(control.applying(a -> a.apply(OPERATOR, null, exported, null, null, false))
                        .revision()
                        .changes())
                .hasSize(1);
    }

    @Test
    void aTenantHasAHundredWebhooksAtMostHoweverTheyCome() {
        ObjectNode hundred = control.applying(a -> a.export(null)).document();
        for (int i = 0; i < 100; i++) {
            hundred.withArray("webhooks").add(webhook().put("name", "w" + i));
        }
        ObjectNode more = hundred.deepCopy();
        more.withArray("webhooks").add(webhook().put("name", "more"));

        assertThat(refused(() -> control.applying(a -> a.apply(OPERATOR, null, more, null, null, false)))
                        .status())
                .isEqualTo(409);
        control.applying(a -> a.apply(OPERATOR, null, hundred, null, null, false));
        assertThat(refused(() -> create(webhook())).status()).isEqualTo(409);
        control.changing(c -> c.create(OPERATOR, Kind.WEBHOOK, webhook().put("tenant", "other")));
    }

    private int replayed(String id, String request) {
        return control.<Replayed>deliveries(d -> d.replay(SHOPKEEPER, id, WebhookQuery.replay(document(request))))
                .count();
    }

    private List<LoggedDelivery> list(String id, String status, String type, String since, String until) {
        return control.deliveries(d -> d.list(
                SHOPKEEPER, id, WebhookQuery.page(status, type.isEmpty() ? null : type, since, until, null, "50")));
    }

    private Changed create(ObjectNode document) {
        return control.webhooks(w -> w.create(SHOPKEEPER, document));
    }

    private static ObjectNode webhook() {
        return document(
                "{\"tenant\":\"shop\",\"name\":\"crm\",\"url\":\"https://hooks.example/in\",\"events\":[\"shop.*\"]}");
    }

    private static String id(Changed made) {
        return made.entry().id().toString();
    }
}
