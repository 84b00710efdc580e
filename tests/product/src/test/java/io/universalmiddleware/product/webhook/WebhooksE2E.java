package io.universalmiddleware.product.webhook;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.loop.School;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From a command to an endpoint on loopback, whose check of the signature is the reference's. */
@BootedProduct
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhooksE2E {
    private static final String CREATED = "gopro.CourseCreated";

    private final Product product;
    private final String tenant;
    private final Caller operator;
    private final Caller admin;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean gone = true;
    private HttpServer receiver;

    private record Received(String path, Map<String, List<String>> headers, String body) {
        String id() {
            return headers.entrySet().stream()
                    .filter(each -> each.getKey().equalsIgnoreCase("webhook-id"))
                    .map(each -> each.getValue().get(0))
                    .findFirst()
                    .orElse("");
        }

        HttpHeaders fields() {
            return HttpHeaders.of(headers, (name, value) -> true);
        }
    }

    WebhooksE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.operator = product.caller("olga", "operator", "admin");
        this.admin = product.caller("sam", tenant, "admin");
    }

    @BeforeAll
    void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            received.add(new Received(
                    exchange.getRequestURI().getPath(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            int status = switch (exchange.getRequestURI().getPath()) {
                case "/flaky" -> failures.getAndIncrement() == 0 ? 503 : 204;
                case "/gone" -> gone ? 410 : 204;
                default -> 204;
            };
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        receiver.start();
        operator.post("/admin/v1/tenants", Caller.normalized("{'slug':'%s','name':'School'}".formatted(tenant)))
                .isStatus(201);
    }

    @AfterAll
    void stop() {
        receiver.stop(0);
    }

    @Test
    void aCommandsEventReachesTheEndpointSignedAndIsInItsLog() throws Exception {
        JsonNode webhook = create("crm", "/crm", CREATED);
        String secret = webhook.path("secret").asText();
        String id = webhook.path("id").asText();

        String course = new School(product.caller("ann", tenant)).created("one");
        eventually().until(() -> at("/crm").size() == 1);

        Received request = at("/crm").get(0);
        new Webhook(secret).verify(request.body(), request.fields());
        JsonNode body = new ObjectMapper().readTree(request.body());
        assertThat(body.path("type").asText()).isEqualTo(CREATED);
        assertThat(body.path("subject").asText()).isEqualTo(course);
        assertThat(body.path("tenant").asText()).isEqualTo(tenant);
        assertThat(request.id()).isEqualTo("msg_" + body.path("id").asText());
        eventually()
                .untilAsserted(() -> assertThat(deliveries(id, "?status=delivered&type=" + CREATED))
                        .hasSize(1));

        String delivery = deliveries(id, "").get(0).path("id").asText();
        admin.post("/admin/v1/webhooks/" + id + "/deliveries/" + delivery + "/retry", "")
                .isStatus(202);
        eventually().until(() -> at("/crm").size() == 2);
        assertThat(at("/crm")).extracting(Received::id).containsOnly(request.id());
        eventually()
                .untilAsserted(() -> assertThat(admin.get("/admin/v1/webhooks/" + id + "/deliveries/" + delivery)
                                .isStatus(200)
                                .json()
                                .path("attempts"))
                        .hasSize(2));
    }

    @Test
    void whatFailsOnceIsSentAgainWithTheSameId() {
        String id = create("flaky", "/flaky", CREATED).path("id").asText();

        new School(product.caller("ann", tenant)).created("one");
        eventually().until(() -> at("/flaky").size() >= 2);

        assertThat(at("/flaky").get(1).id()).isEqualTo(at("/flaky").get(0).id());
        eventually()
                .untilAsserted(
                        () -> assertThat(deliveries(id, "?status=delivered")).isNotEmpty());
    }

    @Test
    void anEndpointThatIsGoneIsToldNothingMoreUntilItIsEnabled() {
        String id = create("gone", "/gone", CREATED).path("id").asText();
        School school = new School(product.caller("ann", tenant));

        school.created("one");
        eventually().until(() -> !state(id).path("active").asBoolean());
        assertThat(state(id).path("disabledReason").asText()).contains("410");
        assertThat(at("/gone")).hasSize(1);
        school.created("two");
        eventually()
                .untilAsserted(
                        () -> assertThat(deliveries(id, "?status=skipped")).hasSize(1));
        assertThat(at("/gone")).hasSize(1);

        gone = false;
        admin.post("/admin/v1/webhooks/" + id + "/enable", "").isStatus(200);
        assertThat(replayed(id, "'since':'2020-01-01T00:00:00Z','status':'skipped'"))
                .isEqualTo(1);
        eventually()
                .untilAsserted(
                        () -> assertThat(deliveries(id, "?status=delivered")).isNotEmpty());
        assertThat(state(id).path("active").asBoolean()).isTrue();
    }

    @Test
    void whatOccurredInATimeIsSentAgainAndNothingElse() {
        String id = create("replayed", "/replayed", CREATED).path("id").asText();
        School school = new School(product.caller("ann", tenant));
        school.created("one");
        school.created("two");
        eventually()
                .untilAsserted(
                        () -> assertThat(deliveries(id, "?status=delivered")).hasSize(2));
        JsonNode later = deliveries(id, "").stream()
                .max(comparing(
                        delivery -> Instant.parse(delivery.path("occurredAt").asText())))
                .orElseThrow();
        String at = later.path("occurredAt").asText();

        assertThat(replayed(id, "'since':'2020-01-01T00:00:00Z','until':'2020-01-02T00:00:00Z'"))
                .isZero();
        assertThat(replayed(id, "'since':'" + at + "'")).isEqualTo(1);

        eventually().until(() -> at("/replayed").size() == 3);
        assertThat(at("/replayed").get(2).id())
                .isEqualTo(later.path("webhookId").asText());
        admin.post("/admin/v1/webhooks/" + id + "/replay", "{\"until\":\"yesterday\"}")
                .isProblem(400, "invalid-request");
    }

    @Test
    void aPingTellsWhatCameOfItAndASecretIsReplaced() throws Exception {
        JsonNode webhook = create("ping", "/ping", "nothing.*");
        String id = webhook.path("id").asText();

        Answer rotated = admin.post("/admin/v1/webhooks/" + id + "/rotate", "{\"overlap\":\"1h\"}")
                .isStatus(200);
        assertThat(rotated.json().path("secret").asText())
                .startsWith("whsec_")
                .isNotEqualTo(webhook.path("secret").asText());
        Answer test = admin.post("/admin/v1/webhooks/" + id + "/test", "").isStatus(202);
        eventually().until(() -> at("/ping").size() == 1);
        Received ping = at("/ping").get(0);
        for (JsonNode secret : List.of(webhook, rotated.json())) {
            new Webhook(secret.path("secret").asText()).verify(ping.body(), ping.fields());
        }

        eventually()
                .untilAsserted(() -> assertThat(admin.get(test.header("Location"))
                                .isStatus(200)
                                .json()
                                .path("delivery")
                                .path("status")
                                .asText())
                        .isEqualTo("delivered"));
        assertThat(state(id).path("secrets")).hasSize(2);
    }

    @Test
    void webhooksAreTheirTenantsAloneAndGoNowhereInTheHouse() {
        String id = create("mine", "/mine", "nothing.*").path("id").asText();
        Caller stranger = product.caller("eve", product.freshTenant(), "admin");

        for (String path : List.of("", "/state", "/deliveries")) {
            stranger.get("/admin/v1/webhooks/" + id + path).isProblem(404, "not-found");
        }
        for (String path : List.of("/test", "/enable", "/rotate")) {
            stranger.post("/admin/v1/webhooks/" + id + path, "").isProblem(404, "not-found");
        }
        assertThat(stranger.get("/admin/v1/webhooks").isStatus(200).body()).doesNotContain(id);
        product.caller("ann", tenant).get("/admin/v1/webhooks/" + id).isStatus(403);
        assertThat(admin.post("/admin/v1/webhooks", document("meta", "http://169.254.169.254/latest", "*"))
                        .isProblem(400, "invalid-request")
                        .pointers())
                .containsExactly("/url");
        admin.send("DELETE", "/admin/v1/webhooks/" + id, null).isStatus(204);
        admin.get("/admin/v1/webhooks/" + id + "/deliveries").isProblem(404, "not-found");
    }

    private JsonNode create(String name, String path, String events) {
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
        return admin.post("/admin/v1/webhooks", document(name, url, events))
                .isStatus(201)
                .json();
    }

    private String document(String name, String url, String events) {
        return Caller.normalized(
                "{'tenant':'%s','name':'%s','url':'%s','events':['%s']}".formatted(tenant, name, url, events));
    }

    private JsonNode state(String id) {
        return admin.get("/admin/v1/webhooks/" + id + "/state").isStatus(200).json();
    }

    private int replayed(String id, String what) {
        return admin.post("/admin/v1/webhooks/" + id + "/replay", Caller.normalized('{' + what + '}'))
                .isStatus(202)
                .json()
                .path("replayed")
                .asInt();
    }

    private List<JsonNode> deliveries(String id, String query) {
        JsonNode items = admin.get("/admin/v1/webhooks/" + id + "/deliveries" + query)
                .isStatus(200)
                .json()
                .path("items");
        return StreamSupport.stream(items.spliterator(), false).toList();
    }

    private List<Received> at(String path) {
        return received.stream().filter(each -> each.path().equals(path)).toList();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(180));
    }
}
