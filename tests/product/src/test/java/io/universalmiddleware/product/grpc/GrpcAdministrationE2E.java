package io.universalmiddleware.product.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Status;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over gRPC too: who may do what, deliveries of webhooks, what passed the edge, the audit, the cache and the policy. */
@BootedProduct
class GrpcAdministrationE2E {
    private static final String CONTROL = "um.control.v1.";
    private static final int ID = 1;
    private static final int TENANT = 2;
    private static final int NAME = 3;
    private static final int ETAG = 100;

    private final Rpc rpc;
    private final Caller rest;
    private final Caller operators;
    private final String tenant;
    private final String operator;
    private final String owner;

    GrpcAdministrationE2E(Product product) {
        rpc = new Rpc(product.edge());
        tenant = product.freshTenant();
        operator = product.token("olga", "operator", "admin");
        owner = product.token("ann", tenant, "admin");
        rest = product.caller("ann", tenant, "admin");
        operators = product.caller("olga", "operator", "admin");
    }

    @BeforeEach
    void makeTheTenant() {
        operators
                .post("/admin/v1/tenants", Caller.normalized("{'slug':'%s','name':'A tenant'}".formatted(tenant)))
                .isStatus(201);
    }

    @AfterEach
    void close() {
        rpc.close();
    }

    @Test
    void rolesAndProvidersAreEntriesAsTheOthers() {
        byte[] role = call("Roles/CreateRole", in(1, named("support").text(4, "listAudit")));
        byte[] provider = call(
                "Providers/CreateProvider",
                in(
                        1,
                        named("house")
                                .text(4, "http://127.0.0.1:9/issuer")
                                .text(5, "client")
                                .text(6, "email")
                                .text(7, "http://127.0.0.1:9/back")));
        String id = Wire.text(provider, ID);

        assertThat(told("roles/" + Wire.text(role, ID)).path("grants").toString())
                .isEqualTo("[\"listAudit\"]");
        assertThat(Wire.read(call("Roles/ListRoles", new Wire().text(3, "name = support")))
                        .get(1))
                .hasSize(1);
        assertThat(told("providers/" + id).path("clientId").asText()).isEqualTo("client");
        call(
                "Providers/SetProviderSecret",
                new Wire().text(ID, id).text(2, UUID.randomUUID().toString()));
        call("Providers/RemoveProviderSecret", new Wire().text(ID, id));
        call("Providers/DeleteProvider", new Wire().text(ID, id));
        call("Roles/DeleteRole", new Wire().text(ID, Wire.text(role, ID)));
        assertThat(refusal("Roles/GetRole", new Wire().text(ID, Wire.text(role, ID))))
                .isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void clientsGetSecretsThatAreToldOnceAndUsersAreNotStrangersToSee() {
        byte[] account = call(
                "ServiceAccounts/CreateServiceAccount", in(1, named("nightly").text(4, "user")));
        String id = Wire.text(account, ID);
        Wire without = new Wire()
                .message(1, new Wire().text(ID, id).bytes())
                .message(2, new Wire().text(1, "roles").bytes());

        assertThat(Wire.text(account, 10)).isNotEmpty();
        assertThat(Wire.read(call("ServiceAccounts/GetServiceAccount", new Wire().text(ID, id))))
                .doesNotContainKey(10);
        assertThat(Wire.read(call("ServiceAccounts/UpdateServiceAccount", without)))
                .doesNotContainKey(4);
        assertThat(told("service-accounts/" + id).path("roles")).isEmpty();
        assertThat(Wire.text(call("ServiceAccounts/RotateServiceAccount", new Wire().text(ID, id)), 10))
                .isNotEqualTo(Wire.text(account, 10));
        call("ServiceAccounts/DeleteServiceAccount", new Wire().text(ID, id));

        byte[] application =
                call("Applications/CreateApplication", in(1, named("shop").text(5, "https://shop.example/back")));
        assertThat(told("applications/" + Wire.text(application, ID))
                        .path("redirectUris")
                        .path(0)
                        .asText())
                .isEqualTo("https://shop.example/back");

        call("Users/ListUsers", new Wire().number(1, 5));
        assertThat(refusal("Users/ListUsers", new Wire().text(3, "operator"))).isEqualTo(Status.Code.NOT_FOUND);
        Wire nobody = new Wire()
                .message(
                        1,
                        new Wire()
                                .text(ID, UUID.randomUUID().toString())
                                .text(4, "user")
                                .bytes());
        assertThat(refusal("Users/UpdateUser", nobody)).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void ofTwoWhoEditAClientWithTheSameTagTheSecondIsRefused() {
        byte[] made = call("Applications/CreateApplication", in(1, named("desk").text(5, "https://desk.example/back")));
        String id = Wire.text(made, ID);
        String tag = Wire.text(made, ETAG);
        Wire edit = new Wire()
                .message(
                        1,
                        new Wire()
                                .text(ID, id)
                                .text(7, "openid")
                                .text(ETAG, tag)
                                .bytes());
        Wire removal = new Wire().text(ID, id).text(2, tag);

        List<byte[]> listed =
                Wire.read(call("Applications/ListApplications", new Wire())).get(1);
        assertThat(listed).extracting(one -> Wire.text(one, ETAG)).contains(tag);
        assertThat(Wire.text(call("Applications/UpdateApplication", edit), ETAG))
                .isNotEmpty()
                .isNotEqualTo(tag);
        assertThat(refusal("Applications/UpdateApplication", edit)).isEqualTo(Status.Code.ABORTED);
        assertThat(refusal("Applications/DeleteApplication", removal)).isEqualTo(Status.Code.ABORTED);
        assertThat(refusal(
                        "Applications/RotateApplication",
                        new Wire().text(ID, id).text(3, tag)))
                .isEqualTo(Status.Code.ABORTED);
        assertThat(told("applications/" + id).path("scopes").toString()).isEqualTo("[\"openid\"]");
    }

    @Test
    void aWebhookIsTriedAndItsDeliveriesAreRead() {
        byte[] webhook = call(
                "Webhooks/CreateWebhook",
                in(1, named("orders").text(4, "http://127.0.0.1:9/").message(5, Wire.text("gopro.*"))));
        String id = Wire.text(webhook, ID);

        byte[] ping = call("Webhooks/TestWebhook", new Wire().text(ID, id));
        byte[] page =
                call("Webhooks/ListWebhookDeliveries", new Wire().text(3, id).message(6, time(anHourAgo())));
        assertThat(Wire.text(Wire.read(page).get(1).get(0), ID)).isEqualTo(Wire.text(ping, ID));
        Wire delivery = new Wire().text(1, id).text(2, Wire.text(ping, ID));
        byte[] whole = call("Webhooks/GetWebhookDelivery", delivery);
        assertThat(Wire.text(Wire.read(whole).get(1).get(0), 3)).isEqualTo("um.Ping");
        assertThat(Wire.text(call("Webhooks/RetryWebhookDelivery", delivery), ID))
                .isEqualTo(Wire.text(ping, ID));
        call("Webhooks/ReplayWebhook", new Wire().text(ID, id).message(2, time(anHourAgo())));
        assertThat(refusal("Webhooks/ReplayWebhook", new Wire().text(ID, id))).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void whatPassedAndWhatWasDoneIsToldOfATime() {
        Instant from = anHourAgo();
        byte[] until = time(from.plus(1, ChronoUnit.HOURS));
        Wire span = new Wire().text(1, tenant).message(5, time(from)).message(6, until);

        assertThat(Wire.read(call("Analytics/GetTrafficSummary", span)).get(1).get(0))
                .isEqualTo(time(from.truncatedTo(ChronoUnit.MINUTES)));
        assertThat(Wire.text(call("Analytics/GetTrafficSeries", span.text(10, "5m")), 3))
                .isEqualTo("5m");
        assertThat(Wire.text(call("Analytics/GetTopAskers", new Wire().text(1, "user")), 3))
                .isEqualTo("user");
        assertThat(call(
                        "RequestLogs/ListRequestLogs",
                        new Wire().text(3, tenant).text(6, "5xx")))
                .isEmpty();
        assertThat(refusal("RequestLogs/ListRequestLogs", new Wire().text(6, "9xx")))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);

        Wire made = new Wire().text(5, "create-tenant").message(7, time(from));
        Awaitility.await()
                .untilAsserted(() -> assertThat(Wire.text(
                                Wire.read(call("Audit/ListAuditRows", made))
                                        .getOrDefault(1, List.of(new byte[0]))
                                        .get(0),
                                4))
                        .isEqualTo("operator/olga"));
        assertThat(Wire.text(rpc.call(operator, CONTROL + "Audit/VerifyAudit", new byte[0]), 1))
                .isEqualTo("1");
        assertThat(refusal("Audit/VerifyAudit", new Wire())).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void theCacheIsPurgedAndThePolicyIsTheOperatorsToSee() {
        Wire purge = new Wire().text(1, tenant).text(3, "/orders");

        Awaitility.await() // an answer of Redis may be late
                .ignoreExceptionsMatching(late -> Status.fromThrowable(late).getCode() == Status.Code.UNAVAILABLE)
                .untilAsserted(() -> assertThat(call("Cache/PurgeCache", purge)).isEmpty());
        assertThat(refusal("Cache/PurgeCache", new Wire().text(1, tenant))).isEqualTo(Status.Code.INVALID_ARGUMENT);
        call("Cache/GetCacheStatistics", new Wire());
        call("Routes/ListVersionCallers", new Wire());
        byte[] key = call("ApiKeys/CreateApiKey", in(1, named("partner")));
        assertThat(call("ApiKeys/GetApiKeyUse", new Wire().text(ID, Wire.text(key, ID))))
                .isEmpty();

        byte[] draft = new Wire()
                .message(1, new Wire().text(NAME, "a draft over gRPC").bytes())
                .bytes();
        byte[] kept = rpc.call(operator, CONTROL + "Policies/CreatePolicy", draft);
        long version = Long.parseLong(Wire.text(kept, 1));
        byte[] one = new Wire().number(1, version).bytes();
        assertThat(rpc.call(operator, CONTROL + "Policies/GetPolicy", one)).isEqualTo(kept);
        assertThat(Wire.text(rpc.call(operator, CONTROL + "Policies/TestPolicy", one), 1))
                .isEqualTo("1");
        rpc.call(operator, CONTROL + "Policies/DeletePolicy", one);
        assertThat(refusal("Policies/ListPolicies", new Wire())).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    private byte[] call(String method, Wire message) {
        return rpc.call(owner, CONTROL + method, message.bytes());
    }

    private Status.Code refusal(String method, Wire message) {
        return rpc.refusal(owner, CONTROL + method, message.bytes()).getCode();
    }

    private JsonNode told(String path) {
        return rest.get("/admin/v1/" + path).isStatus(200).json();
    }

    private Wire named(String name) {
        return new Wire().text(TENANT, tenant).text(NAME, name);
    }

    private static Wire in(int field, Wire message) {
        return new Wire().message(field, message.bytes());
    }

    private static Instant anHourAgo() {
        return Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
    }

    private static byte[] time(Instant instant) {
        return new Wire().number(1, instant.getEpochSecond()).bytes();
    }
}
