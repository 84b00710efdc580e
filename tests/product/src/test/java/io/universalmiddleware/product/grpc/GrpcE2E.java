package io.universalmiddleware.product.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Status;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.identity.Forger;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The control plane, commands and views over gRPC: what REST says, by the same rules. */
@BootedProduct
class GrpcE2E {
    private static final String TENANTS = "um.control.v1.Tenants/";
    private static final String LIMITS = "um.control.v1.Limits/";
    private static final int ID = 1;
    private static final int LIMIT = 19;
    private static final int ETAG = 100;
    private static final int MORE = 104;

    private final Rpc rpc;
    private final Caller rest;
    private final String tenant;
    private final String operator;
    private final String owner;
    private final String stranger;
    private final String user;

    GrpcE2E(Product product) {
        rpc = new Rpc(product.edge());
        tenant = product.freshTenant();
        operator = product.token("olga", "operator", "admin");
        owner = product.token("ann", tenant, "admin");
        stranger = product.token("sam", product.freshTenant(), "admin");
        user = product.token("bob", tenant, "user");
        rest = product.caller("ann", tenant, "admin");
    }

    @AfterEach
    void close() {
        rpc.close();
    }

    @Test
    void reflectionListsTheServices() {
        byte[] answer = rpc.converse(
                "grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
                new Wire().text(7, "*").bytes());

        assertThat(new String(answer, StandardCharsets.UTF_8))
                .contains("um.control.v1.Tenants", "um.control.v1.Configuration", "um.commands.v1.Commands");
        assertThat(Wire.text(rpc.call(null, "grpc.health.v1.Health/Check", new byte[0]), 1))
                .isEqualTo("1");
    }

    @Test
    void noForgedTokenOpensIt(Product product) throws Exception {
        URI nobodys = URI.create("http://127.0.0.1:1/key");
        Forger forger = new Forger(product.home().resolve("keys"), tenant, nobodys);
        for (Map.Entry<String, String> forged : forger.tokens().entrySet()) {
            assertThat(rpc.refusal(forged.getValue(), TENANTS + "GetTenant", text(tenant))
                            .getCode())
                    .as(forged.getKey())
                    .isEqualTo(Status.Code.UNAUTHENTICATED);
        }
    }

    @Test
    void theSameIsServedOverTls(Product product) {
        try (Rpc secure = new Rpc(product.secureEdge())) {
            byte[] made = secure.call(operator, TENANTS + "CreateTenant", one(1, tenantOf("A tenant")));

            assertThat(rpc.call(owner, TENANTS + "GetTenant", text(tenant))).isEqualTo(made);
            assertThat(secure.refusal(null, TENANTS + "GetTenant", text(tenant)).getCode())
                    .isEqualTo(Status.Code.UNAUTHENTICATED);
        }
    }

    @Test
    void whatIsCreatedOverGrpcIsWhatRestTellsAndTheRulesAreTheSame() {
        byte[] made = rpc.call(operator, TENANTS + "CreateTenant", one(1, tenantOf("A tenant")));
        String id = Wire.text(made, ID);

        JsonNode told = rest.get("/admin/v1/tenants/" + tenant).isStatus(200).json();
        assertThat(told.path("id").asText()).isEqualTo(id);
        assertThat(told.path("name").asText()).isEqualTo(Wire.text(made, 3));
        assertThat(told.path("revision").asText()).isEqualTo(Wire.text(made, 101));
        assertThat(rpc.call(owner, TENANTS + "GetTenant", text(tenant))).isEqualTo(made);
        assertThat(rpc.refusal(operator, TENANTS + "CreateTenant", one(1, tenantOf("Again")))
                        .getCode())
                .isEqualTo(Status.Code.ALREADY_EXISTS);

        byte[] limit = rpc.call(
                owner,
                LIMITS + "CreateLimit",
                one(
                        1,
                        new Wire()
                                .text(2, tenant)
                                .text(3, "all")
                                .number(4, 100)
                                .text(5, "1m")
                                .bytes()));
        String limitId = Wire.text(limit, ID);
        byte[] update = new Wire()
                .message(
                        1,
                        new Wire()
                                .text(ID, limitId)
                                .number(4, 50)
                                .text(ETAG, Wire.text(limit, ETAG))
                                .bytes())
                .message(2, new Wire().text(1, "requests").bytes())
                .bytes();
        byte[] updated = rpc.call(owner, LIMITS + "UpdateLimit", update);
        assertThat(Wire.text(updated, 4)).isEqualTo("50");
        assertThat(Wire.text(updated, 5)).isEqualTo("1m");
        assertThat(rpc.refusal(owner, LIMITS + "UpdateLimit", update).getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(rest.get("/admin/v1/limits/" + limitId)
                        .json()
                        .path("requests")
                        .asInt())
                .isEqualTo(50);
        byte[] page = rpc.call(
                owner,
                LIMITS + "ListLimits",
                new Wire().number(1, 1).text(3, "name = \"all\"").bytes());
        assertThat(Wire.read(page).get(1)).hasSize(1);

        assertThat(rpc.refusal(operator, TENANTS + "DeleteTenant", text(id)).getCode())
                .isEqualTo(Status.Code.FAILED_PRECONDITION);
        rpc.call(owner, LIMITS + "DeleteLimit", text(limitId));
        rpc.call(operator, TENANTS + "DeleteTenant", text(id));
        assertThat(rpc.refusal(owner, TENANTS + "GetTenant", text(tenant)).getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void anOriginsLimitHasAFieldOfItsOwn() {
        rpc.call(operator, TENANTS + "CreateTenant", one(1, tenantOf("Limited")));
        String made = rest.post(
                        "/admin/v1/origins",
                        Caller.normalized(
                                "{'tenant':'%s','name':'o','targets':[{'url':'http://127.0.0.1:9'}],'limit':{'requests':5,'per':'1m'}}"
                                        .formatted(tenant)))
                .isStatus(201)
                .json()
                .path("id")
                .asText();

        assertThat(Wire.read(rpc.call(owner, "um.control.v1.Origins/GetOrigin", text(made))))
                .containsKey(LIMIT)
                .doesNotContainKey(MORE);
    }

    @Test
    void whoMayNotIsRefusedAndWhatIsWrongIsNamed() {
        byte[] get = text(tenant);
        rpc.call(operator, TENANTS + "CreateTenant", one(1, tenantOf("Mine")));

        assertThat(rpc.refusal(null, TENANTS + "GetTenant", get).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(rpc.refusal("nonsense", TENANTS + "GetTenant", get).getCode())
                .isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(rpc.refusal(user, TENANTS + "GetTenant", get).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(rpc.refusal(stranger, TENANTS + "GetTenant", get).getCode()).isEqualTo(Status.Code.NOT_FOUND);
        Status invalid = rpc.refusal(
                owner,
                LIMITS + "CreateLimit",
                one(1, new Wire().text(2, tenant).text(3, "x").text(5, "1m").bytes()));
        assertThat(invalid.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(invalid.getDescription()).contains("/requests");
        assertThat(rpc.refusal(owner, "um.control.v1.Configuration/RollBack", new byte[0])
                        .getCode())
                .isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void aCommandIsSubmittedAndItsRowIsReadNoOlder() {
        byte[] lesson = new Wire()
                .message(
                        1,
                        new Wire().text(1, "slug").message(2, Wire.text("one")).bytes())
                .message(
                        1,
                        new Wire().text(1, "title").message(2, Wire.text("One")).bytes())
                .bytes();
        byte[] lessons = new Wire()
                .message(6, one(1, new Wire().message(5, lesson).bytes()))
                .bytes();
        byte[] payload = new Wire()
                .message(
                        1,
                        new Wire()
                                .text(1, "title")
                                .message(2, Wire.text("A course"))
                                .bytes())
                .message(1, new Wire().text(1, "lessons").message(2, lessons).bytes())
                .bytes();
        byte[] submit = new Wire()
                .text(1, "key-of-this-test")
                .text(2, "gopro.CreateCourse")
                .text(4, "course-over-grpc")
                .message(5, payload)
                .bytes();
        byte[] accepted = rpc.call(owner, "um.commands.v1.Commands/SubmitCommand", submit);

        assertThat(Wire.text(rpc.call(owner, "um.commands.v1.Commands/SubmitCommand", submit), 1))
                .isEqualTo(Wire.text(accepted, 1));
        byte[] row = rpc.call(
                owner,
                "um.views.v1.Views/GetRow",
                new Wire()
                        .text(1, "course")
                        .text(2, "course-over-grpc")
                        .text(3, Wire.text(accepted, 14))
                        .bytes());
        assertThat(new String(row, StandardCharsets.UTF_8)).contains("A course");
        byte[] state = rpc.call(owner, "um.commands.v1.Commands/GetCommand", text(Wire.text(accepted, 1)));
        assertThat(Wire.text(state, 2)).isEqualTo("succeeded");
    }

    private byte[] tenantOf(String name) {
        return new Wire().text(2, tenant).text(3, name).bytes();
    }

    private static byte[] text(String value) {
        return new Wire().text(1, value).bytes();
    }

    private static byte[] one(int field, byte[] message) {
        return new Wire().message(field, message).bytes();
    }
}
