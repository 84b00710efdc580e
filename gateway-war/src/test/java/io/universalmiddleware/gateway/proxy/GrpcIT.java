package io.universalmiddleware.gateway.proxy;

import static io.universalmiddleware.gateway.proxy.GrpcFixture.CREATE;
import static io.universalmiddleware.gateway.proxy.GrpcFixture.DELETE;
import static io.universalmiddleware.gateway.proxy.GrpcFixture.GET;
import static io.universalmiddleware.gateway.proxy.GrpcFixture.LIST;
import static io.universalmiddleware.gateway.proxy.GrpcFixture.ROUTE;
import static io.universalmiddleware.gateway.proxy.GrpcFixture.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.universalmiddleware.contracts.edge.EdgeAnswer;
import io.universalmiddleware.contracts.edge.EdgeHandler;
import io.universalmiddleware.contracts.edge.EdgeRequest;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.door.Doors;
import io.universalmiddleware.gateway.proxy.GrpcFixture.Answer;
import io.universalmiddleware.gateway.proxy.GrpcFixture.Seen;
import io.universalmiddleware.gateway.rpc.Frames;
import io.universalmiddleware.gateway.rpc.RpcClient;
import io.universalmiddleware.token.Identity;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call over gRPC is the REST request that its method names, with grpc-java's client. */
@Timeout(300)
class GrpcIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static GrpcFixture grpc;

    @BeforeAll
    static void start() {
        grpc = new GrpcFixture();
    }

    @AfterAll
    static void stop() {
        grpc.close();
    }

    @BeforeEach
    void answerARoute() {
        grpc.answerARoute();
    }

    @Test
    void aCreationIsAPostAndItsAnswerHasEveryFieldOfTheDocument() throws Exception {
        grpc.answer(201, Map.of("ETag", "\"7\"", "Location", "/admin/v1/routes/0190"), ROUTE);

        JsonNode made = grpc.client.call(
                CREATE,
                "{\"route\":{\"id\":\"mine\",\"tenant\":\"shop\",\"name\":\"orders\",\"match\":{\"prefix\":\"/orders\"},"
                        + "\"limit\":[{\"requests\":5,\"per\":\"1s\"}],\"origin\":\"backend\",\"log\":{\"keep\":\"all\"}}}");

        Seen seen = grpc.seen.take();
        assertThat(seen.method() + ' ' + seen.uri()).isEqualTo("POST /admin/v1/routes");
        assertThat(seen.headers().get("Authorization")).isEqualTo("Bearer good");
        assertThat(seen.headers().get("Content-Type")).isEqualTo("application/json");
        assertThat(seen.headers().get("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(seen.headers().get("traceparent")).isNotEmpty();
        assertThat(seen.headers().contains("te")).isFalse();
        assertThat(MAPPER.readTree(seen.body()))
                .isEqualTo(
                        MAPPER.readTree(
                                "{\"tenant\":\"shop\",\"name\":\"orders\",\"match\":{\"prefix\":\"/orders\"},"
                                        + "\"origin\":\"backend\",\"limit\":[{\"requests\":5,\"per\":\"1s\"}],\"log\":{\"keep\":\"all\"}}"));
        assertThat(made.path("etag").asText()).isEqualTo("\"7\"");
        assertThat(MAPPER.readTree(((ObjectNode) made).without("etag").toString()))
                .isEqualTo(MAPPER.readTree(ROUTE));
    }

    @Test
    void aListIsFilteredSortedAndPaged() throws Exception {
        grpc.answer(200, Map.of(), "{\"items\":[" + ROUTE + "],\"nextCursor\":\"abc\"}");

        JsonNode page = grpc.client.call(
                LIST,
                "{\"limit\":1,\"cursor\":\"a=&b\",\"filter\":\"tenant = \\\"shop\\\" AND update_time = x\",\"sort\":\"create_time desc\"}");

        assertThat(grpc.seen.take().uri())
                .isEqualTo("/admin/v1/routes?limit=1&cursor=a%3D%26b&tenant=shop&changedAt=x&sort=-createdAt");
        assertThat(page.path("nextCursor").asText()).isEqualTo("abc");
        assertThat(page.path("items").path(0).path("etag").asText()).isEqualTo("\"7\"");
    }

    @Test
    void anUpdateIsAMergePatchOfWhatTheMaskNames() throws Exception {
        grpc.client.call(
                UPDATE,
                "{\"route\":{\"id\":\"0190\",\"etag\":\"\\\"6\\\"\",\"name\":\"left alone\",\"cache\":{\"ttl\":\"5s\",\"x\":1}},"
                        + "\"updateMask\":{\"paths\":[\"cache.ttl\",\"priority\",\"more.log\",\"revision\"]}}");

        Seen seen = grpc.seen.take();
        assertThat(seen.method() + ' ' + seen.uri()).isEqualTo("PATCH /admin/v1/routes/0190");
        assertThat(seen.headers().get("If-Match")).isEqualTo("\"6\"");
        assertThat(seen.headers().get("Content-Type")).isEqualTo("application/merge-patch+json");
        assertThat(seen.body()).isEqualTo("{\"cache\":{\"ttl\":\"5s\"},\"priority\":null,\"log\":null}");
    }

    @Test
    void anUpdateOfEverythingIsAReplacementAndOneWithoutAMaskOfWhatIsSet() throws Exception {
        grpc.client.call(UPDATE, "{\"route\":{\"id\":\"a b/c\",\"name\":\"n\"},\"updateMask\":{\"paths\":[\"*\"]}}");
        Seen seen = grpc.seen.take();
        assertThat(seen.method() + ' ' + seen.uri() + ' ' + seen.body())
                .isEqualTo("PUT /admin/v1/routes/a%20b%2Fc {\"name\":\"n\"}");

        grpc.client.call(UPDATE, "{\"route\":" + ROUTE + "}");
        seen = grpc.seen.take();
        assertThat(seen.method()).isEqualTo("PATCH");
        assertThat(MAPPER.readTree(seen.body()))
                .isEqualTo(((ObjectNode) MAPPER.readTree(ROUTE))
                        .without(List.of("id", "revision", "createdAt", "changedAt")));
    }

    @Test
    void aDeletionAnswersNothing() throws Exception {
        grpc.answer(204, Map.of(), "");

        assertThat(grpc.client.call(DELETE, "{\"id\":\"0190\",\"etag\":\"\\\"7\\\"\"}"))
                .isEmpty();
        Seen seen = grpc.seen.take();
        assertThat(seen.method() + ' ' + seen.uri()).isEqualTo("DELETE /admin/v1/routes/0190");
        assertThat(seen.headers().get("If-Match")).isEqualTo("\"7\"");
    }

    @Test
    void aRowOfAViewIsReadAsOldAsTheTokenSays() throws Exception {
        grpc.answer(200, Map.of("ETag", "\"v3\""), "{\"progress\":0.5,\"done\":[1,\"two\",null,false]}");

        JsonNode row = grpc.client.call(
                "um.views.v1.Views/GetRow", "{\"view\":\"progress\",\"key\":\"ann:java\",\"consistencyToken\":\"t1\"}");

        Seen seen = grpc.seen.take();
        assertThat(seen.method() + ' ' + seen.uri()).isEqualTo("GET /api/v1/views/progress/ann%3Ajava");
        assertThat(seen.headers().get("Consistency-Token")).isEqualTo("t1");
        assertThat(MAPPER.readTree(row.path("value").toString()))
                .isEqualTo(MAPPER.readTree("{\"progress\":0.5,\"done\":[1,\"two\",null,false]}"));
        assertThat(row.path("etag").asText()).isEqualTo("\"v3\"");
    }

    @Test
    void aHandlerInThisProcessIsAskedFirst() throws Exception {
        Identity ann = new Identity(new TenantId("acme"), "ann", Set.of("user"), Instant.MAX);
        CompletableFuture<EdgeRequest> asked = new CompletableFuture<>();
        grpc.edge.edge.doors(new Doors(
                List.of(intake(asked)),
                token -> token.equals("good") ? Optional.of(ann) : Optional.empty(),
                (identity, operation) -> true));

        JsonNode command = grpc.client.call(
                "um.commands.v1.Commands/SubmitCommand",
                "{\"idempotencyKey\":\"k1\",\"type\":\"gopro.EnrolLearner\",\"payload\":{\"a\":1.5,\"b\":7}}");

        EdgeRequest request = asked.get(60, TimeUnit.SECONDS);
        assertThat(request.field("idempotency-key")).isEqualTo("k1");
        assertThat(request.bearer().user()).isEqualTo("ann");
        assertThat(new String(request.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"gopro.EnrolLearner\",\"payload\":{\"a\":1.5,\"b\":7}}");
        assertThat(command.path("status").asText()).isEqualTo("accepted");
        assertThat(command.path("consistencyToken").asText()).isEqualTo("t1");
        assertThat(grpc.seen).isEmpty();
    }

    @Test
    void aTenantsHostIsTheTenantsWithEveryPath() {
        grpc.edge.serve();
        try (RpcClient tenants = new RpcClient("shop.localhost", grpc.edge.port, "good")) {
            StatusRuntimeException refused =
                    catchThrowableOfType(StatusRuntimeException.class, () -> tenants.call(GET, "{\"id\":\"x\"}"));
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        }
        assertThat(grpc.seen).isEmpty();
    }

    @Test
    void aCallersDeadlineAndItsGoingEndTheRequest() throws Exception {
        grpc.answerNothing();

        // until a call lasts long enough to be seen, on whichever machine
        for (long millis = 300; grpc.seen.isEmpty(); millis *= 2) {
            assertThat(grpc.refusal(
                            GET,
                            RpcClient.message(GET, "{\"id\":\"x\"}"),
                            CallOptions.DEFAULT.withDeadlineAfter(millis, TimeUnit.MILLISECONDS)))
                    .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        }
        await().until(() -> grpc.gone.get() > 0);

        grpc.seen.clear();
        grpc.gone.set(0);
        var future = ClientCalls.futureUnaryCall(
                grpc.client.channel().newCall(RpcClient.descriptor(GET, MethodType.UNARY), CallOptions.DEFAULT),
                RpcClient.message(GET, "{\"id\":\"y\"}"));
        await().until(() -> grpc.seen.take().uri().endsWith("/y"));
        future.cancel(true);
        await().until(() -> grpc.gone.get() > 0);
        await().until(() ->
                grpc.edge.metrics.get("um.edge.exchanges.open").gauge().value() == 0);
    }

    @Test
    void theEdgeItselfHoldsToTheDeadline() {
        MultiMap headers = GrpcFixture.headers().add("grpc-timeout", "200m");

        Answer answer = grpc.send("/" + GET, headers, Frames.framed(RpcClient.message(GET, "{\"id\":\"unheard\"}")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("grpc-status")).isEqualTo("4");
        assertThat(answer.headers().get("content-type")).isEqualTo("application/grpc");
        for (String wrong : List.of("", "1", "1x", "123456789m", "-1m", "m")) {
            assertThat(grpc.send("/" + GET, GrpcFixture.headers().add("grpc-timeout", wrong), new byte[0])
                            .headers()
                            .get("grpc-status"))
                    .isEqualTo("13");
        }
    }

    private static EdgeHandler intake(CompletableFuture<EdgeRequest> asked) {
        return new EdgeHandler() {
            @Override
            public String operation() {
                return "submitCommand";
            }

            @Override
            public boolean takes(String method, String path) {
                return method.equals("POST") && path.equals("/api/v1/commands");
            }

            @Override
            public int maxBodyBytes() {
                return 1_000;
            }

            @Override
            public CompletionStage<EdgeAnswer> answer(EdgeRequest request) {
                asked.complete(request);
                return CompletableFuture.completedFuture(new EdgeAnswer(
                        202,
                        Map.of("Content-Type", "application/json", "Consistency-Token", "t1"),
                        "{\"id\":\"c1\",\"status\":\"accepted\",\"links\":{}}".getBytes(StandardCharsets.UTF_8)));
            }

            @Override
            public EdgeAnswer tooLarge(EdgeRequest request) {
                return new EdgeAnswer(413, Map.of(), new byte[0]);
            }
        };
    }
}
