package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.universalmiddleware.contracts.edge.EdgeAnswer;
import io.universalmiddleware.contracts.edge.EdgeHandler;
import io.universalmiddleware.contracts.edge.EdgeRequest;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.door.Doors;
import io.universalmiddleware.gateway.rpc.Frames;
import io.universalmiddleware.gateway.rpc.RpcClient;
import io.universalmiddleware.token.Identity;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The platform's services over gRPC, with grpc-java's client, before resources that answer what a test says. */
@Timeout(300)
class GrpcIT {
    private static final String GET = "um.control.v1.Routes/GetRoute";
    private static final String LIST = "um.control.v1.Routes/ListRoutes";
    private static final String CREATE = "um.control.v1.Routes/CreateRoute";
    private static final String UPDATE = "um.control.v1.Routes/UpdateRoute";
    private static final String DELETE = "um.control.v1.Routes/DeleteRoute";
    private static final String REFLECTION = "grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
    private static final String ROUTE =
            "{\"id\":\"0190\",\"tenant\":\"shop\",\"name\":\"orders\",\"match\":{\"prefix\":\"/orders\"},\"origin\":\"backend\","
                    + "\"priority\":0,\"enabled\":true,\"log\":{\"keep\":\"all\"},\"revision\":7,"
                    + "\"createdAt\":\"2026-11-21T20:00:00Z\",\"changedAt\":\"2026-11-21T20:00:00.500Z\"}";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A request as the resources saw it. */
    private record Seen(String method, String uri, MultiMap headers, String body) {}

    /** What the resources answer. */
    private record Says(int status, Map<String, String> headers, String body) {}

    /** What is never answered nor seen, however late it comes. */
    private static final String UNHEARD = "/unheard";

    private static final BlockingQueue<Seen> SEEN = new LinkedBlockingQueue<>();
    private static final AtomicInteger GONE = new AtomicInteger();
    private static volatile Says says;
    private static EdgeFixture fixture;
    private static RpcClient client;
    private static HttpClient http2;

    @BeforeAll
    static void start() {
        fixture = EdgeFixture.before(GrpcIT::serve);
        client = new RpcClient("localhost", fixture.port, "good");
        http2 = fixture.vertx()
                .createHttpClient(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setDefaultHost("127.0.0.1")
                        .setDefaultPort(fixture.port));
    }

    @AfterAll
    static void stop() {
        client.close();
        fixture.close();
    }

    @BeforeEach
    void answerARoute() {
        SEEN.clear();
        GONE.set(0);
        says = new Says(200, Map.of("ETag", "\"7\""), ROUTE);
        fixture.edge.doors(Doors.none());
    }

    private static void serve(HttpServerRequest request) {
        request.response().exceptionHandler(gone -> GONE.incrementAndGet());
        if (request.path().endsWith(UNHEARD)) {
            return;
        }
        request.body().onSuccess(body -> {
            SEEN.add(new Seen(request.method().name(), request.uri(), request.headers(), body.toString()));
            Says now = says;
            if (now != null) {
                request.response().setStatusCode(now.status());
                request.response()
                        .putHeader(
                                "Content-Type", now.status() < 400 ? "application/json" : "application/problem+json");
                now.headers().forEach(request.response()::putHeader);
                request.response().end(now.body());
            }
        });
    }

    @Test
    void aCreationIsAPostAndItsAnswerHasEveryFieldOfTheDocument() throws Exception {
        says = new Says(201, Map.of("ETag", "\"7\"", "Location", "/admin/v1/routes/0190"), ROUTE);

        JsonNode made = client.call(
                CREATE,
                "{\"route\":{\"id\":\"mine\",\"tenant\":\"shop\",\"name\":\"orders\",\"match\":{\"prefix\":\"/orders\"},"
                        + "\"limit\":[{\"requests\":5,\"per\":\"1s\"}],\"origin\":\"backend\",\"log\":{\"keep\":\"all\"}}}");

        Seen seen = SEEN.take();
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
        says = new Says(200, Map.of(), "{\"items\":[" + ROUTE + "],\"nextCursor\":\"abc\"}");

        JsonNode page = client.call(
                LIST,
                "{\"limit\":1,\"cursor\":\"a=&b\",\"filter\":\"tenant = \\\"shop\\\" AND update_time = x\",\"sort\":\"create_time desc\"}");

        assertThat(SEEN.take().uri())
                .isEqualTo("/admin/v1/routes?limit=1&cursor=a%3D%26b&tenant=shop&changedAt=x&sort=-createdAt");
        assertThat(page.path("nextCursor").asText()).isEqualTo("abc");
        assertThat(page.path("items").path(0).path("etag").asText()).isEqualTo("\"7\"");
    }

    @Test
    void anUpdateIsAMergePatchOfWhatTheMaskNames() throws Exception {
        client.call(
                UPDATE,
                "{\"route\":{\"id\":\"0190\",\"etag\":\"\\\"6\\\"\",\"name\":\"left alone\",\"cache\":{\"ttl\":\"5s\",\"x\":1}},"
                        + "\"updateMask\":{\"paths\":[\"cache.ttl\",\"priority\",\"more.log\",\"revision\"]}}");

        Seen seen = SEEN.take();
        assertThat(seen.method() + ' ' + seen.uri()).isEqualTo("PATCH /admin/v1/routes/0190");
        assertThat(seen.headers().get("If-Match")).isEqualTo("\"6\"");
        assertThat(seen.headers().get("Content-Type")).isEqualTo("application/merge-patch+json");
        assertThat(seen.body()).isEqualTo("{\"cache\":{\"ttl\":\"5s\"},\"priority\":null,\"log\":null}");
    }

    @Test
    void anUpdateOfEverythingIsAReplacementAndOneWithoutAMaskOfWhatIsSet() throws Exception {
        client.call(UPDATE, "{\"route\":{\"id\":\"a b/c\",\"name\":\"n\"},\"updateMask\":{\"paths\":[\"*\"]}}");
        Seen seen = SEEN.take();
        assertThat(seen.method() + ' ' + seen.uri() + ' ' + seen.body())
                .isEqualTo("PUT /admin/v1/routes/a%20b%2Fc {\"name\":\"n\"}");

        client.call(UPDATE, "{\"route\":" + ROUTE + "}");
        seen = SEEN.take();
        assertThat(seen.method()).isEqualTo("PATCH");
        assertThat(MAPPER.readTree(seen.body()))
                .isEqualTo(((ObjectNode) MAPPER.readTree(ROUTE))
                        .without(List.of("id", "revision", "createdAt", "changedAt")));
    }

    @Test
    void aDeletionAnswersNothing() throws Exception {
        says = new Says(204, Map.of(), "");

        assertThat(client.call(DELETE, "{\"id\":\"0190\",\"etag\":\"\\\"7\\\"\"}"))
                .isEmpty();
        Seen seen = SEEN.take();
        assertThat(seen.method() + ' ' + seen.uri()).isEqualTo("DELETE /admin/v1/routes/0190");
        assertThat(seen.headers().get("If-Match")).isEqualTo("\"7\"");
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid-request, INVALID_ARGUMENT",
        "401, unauthenticated, UNAUTHENTICATED",
        "403, forbidden, PERMISSION_DENIED",
        "404, not-found, NOT_FOUND",
        "409, conflict, ALREADY_EXISTS",
        "409, request-in-flight, ABORTED",
        "412, precondition-failed, ABORTED",
        "413, content-too-large, RESOURCE_EXHAUSTED",
        "415, unsupported-media-type, INVALID_ARGUMENT",
        "422, command-rejected, FAILED_PRECONDITION",
        "422, invalid-command, INVALID_ARGUMENT",
        "429, too-many-requests, RESOURCE_EXHAUSTED",
        "500, internal-error, INTERNAL",
        "503, unavailable, UNAVAILABLE",
        "504, gateway-timeout, DEADLINE_EXCEEDED"
    })
    void aRefusalIsAStatusWithItsReasons(int http, String type, Status.Code code) {
        says = new Says(
                http,
                Map.of("Retry-After", "3"),
                "{\"type\":\"https://universalmiddleware.io/problems/" + type
                        + "\",\"title\":\"It is not so\",\"status\":" + http
                        + ",\"requestId\":\"r1\",\"violations\":[{\"pointer\":\"/match/path\",\"message\":\"100% ü\"}]}");

        StatusRuntimeException refused = refusal(CREATE, "{\"route\":{}}");

        assertThat(refused.getStatus().getCode()).isEqualTo(code);
        assertThat(refused.getStatus().getDescription()).isEqualTo("It is not so: /match/path 100% ü");
        JsonNode details = RpcClient.details(refused);
        assertThat(details.path("google.rpc.ErrorInfo").path("reason").asText())
                .isEqualTo(type.toUpperCase(Locale.ROOT).replace('-', '_'));
        assertThat(details.path("google.rpc.RequestInfo").path("requestId").asText())
                .isEqualTo("r1");
        assertThat(details.path("google.rpc.RetryInfo")
                        .path("retryDelay")
                        .path("seconds")
                        .asLong())
                .isEqualTo(3);
        JsonNode named = code == Status.Code.INVALID_ARGUMENT
                ? details.path("google.rpc.BadRequest").path("fieldViolations").path(0)
                : details.path("google.rpc.PreconditionFailure")
                        .path("violations")
                        .path(0);
        assertThat(named.path("description").asText()).isEqualTo("100% ü");
        assertThat(named.path(code == Status.Code.INVALID_ARGUMENT ? "field" : "subject")
                        .asText())
                .isEqualTo("/match/path");
    }

    @Test
    void aConflictOfWhatIsThereAndAnAnswerThatIsNoProblemAreStatusesToo() {
        says = new Says(
                409, Map.of(), "{\"type\":\"https://universalmiddleware.io/problems/conflict\",\"title\":\"In use\"}");
        assertThat(refusal(DELETE, "{\"id\":\"x\"}").getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        says = new Says(502, Map.of("Content-Type", "text/html"), "<html>");
        assertThat(refusal(GET, "{\"id\":\"x\"}").getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        says = new Says(200, Map.of(), "<html>");
        assertThat(refusal(GET, "{\"id\":\"x\"}").getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                GET + "| {} | id",
                GET + "| {\"id\":\"..\"} | id",
                UPDATE + "| {} | route",
                UPDATE + "| {\"route\":{\"id\":\"a\"},\"updateMask\":{\"paths\":[\"nonsense\"]}} | update_mask",
                UPDATE + "| {\"route\":{\"id\":\"a\",\"etag\":\"a\\r\\nb: c\"}} | route.etag",
                LIST + "| {\"filter\":\"tenant > 5\"} | filter",
                LIST + "| {\"sort\":\"a b c\"} | order_by",
                "um.control.v1.Configuration/ApplyConfiguration | {} | document",
                "um.commands.v1.Commands/SubmitCommand | {\"type\":\"a\"} | payload"
            })
    void whatNoRequestCanSayIsInvalidAndNamesTheField(String method, String json, String field) {
        StatusRuntimeException refused = refusal(method.strip(), json);

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(RpcClient.details(refused)
                        .path("google.rpc.BadRequest")
                        .path("fieldViolations")
                        .path(0)
                        .path("field")
                        .asText())
                .isEqualTo(field);
        assertThat(SEEN).isEmpty();
    }

    @Test
    void aMaskIsBounded() {
        for (String paths : List.of(
                '"' + "x".repeat(201) + '"',
                "\"more" + ".a".repeat(11) + '"',
                "\"more" + ".a".repeat(1_500_000) + '"',
                "\"name\"" + ",\"name\"".repeat(200))) {
            StatusRuntimeException refused = refusal(UPDATE, masked(paths));

            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(refused.getStatus().getDescription())
                    .endsWith(": update_mask expected at most 200 paths, each of at most 200 characters and 10 dots");
        }
        assertThat(SEEN).isEmpty();
        assertThat(client.call(UPDATE, masked("\"more" + ".a".repeat(10) + "\"" + ",\"name\"".repeat(199)))
                        .path("name")
                        .asText())
                .isEqualTo("orders");
    }

    @Test
    void aStatusFitsIntoAHeadHoweverMuchIsWrong() {
        StatusRuntimeException many = refusal(UPDATE, masked("\"x\"" + ",\"x\"".repeat(199)));
        assertThat(many.getStatus().getDescription()).endsWith("there is no field 'x', and 199 more");
        assertThat(RpcClient.details(many).path("google.rpc.BadRequest").path("fieldViolations"))
                .hasSize(20);

        String long200 = '"' + "ü".repeat(200) + '"';
        JsonNode told = RpcClient.details(refusal(UPDATE, masked(long200 + ("," + long200).repeat(199))));
        assertThat(told.has("google.rpc.BadRequest")).isFalse();
        assertThat(told.path("google.rpc.ErrorInfo").path("reason").asText()).isEqualTo("INVALID_REQUEST");

        String violation = "{\"pointer\":\"/" + "p".repeat(10_000) + "\",\"message\":\"" + "m".repeat(499) + "😀\"}";
        says = new Says(
                400,
                Map.of(),
                "{\"type\":\"https://universalmiddleware.io/problems/invalid-request\",\"title\":\"No\","
                        + "\"violations\":[" + violation + "]}");
        StatusRuntimeException echoing = refusal(CREATE, "{\"route\":{}}");
        assertThat(echoing.getStatus().getDescription()).startsWith("No: /ppp").hasSize(500);
        JsonNode cut = RpcClient.details(echoing)
                .path("google.rpc.BadRequest")
                .path("fieldViolations")
                .path(0);
        assertThat(cut.path("field").asText()).hasSize(500);
        assertThat(cut.path("description").asText()).isEqualTo("m".repeat(499));
    }

    @Test
    void whatNoTargetAndNoFieldHasRoomForIsInvalid() {
        int most = EdgeFixtureOptions.patient().listener().head().maxTarget();
        for (StatusRuntimeException refused : List.of(
                refusal(LIST, "{\"cursor\":\"" + "x".repeat(most) + "\"}"),
                refusal(GET, "{\"id\":\"" + "/".repeat(most / 3) + "\"}"))) {
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(refused.getStatus().getDescription()).contains("a request target of " + most + " characters");
        }
        StatusRuntimeException tag = refusal(DELETE, "{\"id\":\"a\",\"etag\":\"" + "x".repeat(1_025) + "\"}");
        assertThat(tag.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(tag.getStatus().getDescription()).endsWith(": etag expected at most 1024 characters");
        assertThat(SEEN).isEmpty();
    }

    @Test
    void aParameterOfAListIsNamedAsTheMessageHasIt() {
        says = new Says(
                400,
                Map.of(),
                "{\"type\":\"https://universalmiddleware.io/problems/invalid-request\",\"title\":\"No\","
                        + "\"violations\":[{\"pointer\":\"limit\",\"message\":\"expected less\"}]}");

        assertThat(refusal(LIST, "{\"limit\":5000}").getStatus().getDescription())
                .isEqualTo("No: page_size expected less");
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedAsItComesAndABombAsItUnfolds() {
        byte[] large = RpcClient.message(GET, "{\"id\":\"" + "x".repeat(5 << 20) + "\"}");
        byte[] bomb = field(1, new byte[50 << 20]);

        assertThat(refusal(GET, large, CallOptions.DEFAULT)).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refusal(GET, bomb, CallOptions.DEFAULT.withCompression("gzip")))
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(SEEN).isEmpty();
    }

    @Test
    void aMessageByGzipAndALargeOneBothWaysPass() throws Exception {
        String name = "x".repeat(300_000);
        says = new Says(200, Map.of(), "{\"name\":\"" + name + "\"}");

        JsonNode answer = client.call(
                UPDATE,
                "{\"route\":{\"id\":\"a\",\"name\":\"" + name + "\"}}",
                CallOptions.DEFAULT.withCompression("gzip"));

        assertThat(SEEN.take().body()).isEqualTo("{\"name\":\"" + name + "\"}");
        assertThat(answer.path("name").asText()).isEqualTo(name);
    }

    @Test
    void whatIsNoMessageOfTheTypeIsInvalid() {
        byte[] badText = {10, 2, (byte) 0xc3, (byte) 0x28};
        byte[] cut = {10, 50, 'a'};
        byte[] endless = new byte[400];
        for (int i = 0; i + 1 < endless.length; i += 2) {
            endless[i] = 0x0b; // a group within a group within …
            endless[i + 1] = 0x0b;
        }
        for (byte[] message : List.of(badText, cut, endless)) {
            assertThat(refusal(GET, message, CallOptions.DEFAULT)).isEqualTo(Status.Code.INVALID_ARGUMENT);
        }
        byte[] nested = new byte[0];
        for (int i = 0; i < 200; i++) {
            nested = field(6, field(1, nested)); // a Value of a list of a Value of …
        }
        assertThat(refusal(CREATE, field(1, field(8, nested)), CallOptions.DEFAULT))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(SEEN).isEmpty();
    }

    @Test
    void aNumberThatJsonDoesNotHaveIsInvalid() {
        byte[] nan = {17, 0, 0, 0, 0, 0, 0, (byte) 0xf8, 0x7f};
        assertThat(refusal(CREATE, field(1, field(8, nan)), CallOptions.DEFAULT))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aCallersDeadlineAndItsGoingEndTheRequest() throws Exception {
        says = null;

        // long enough for the request to get to the origin on a machine that has other things to do
        assertThat(refusal(
                        GET,
                        RpcClient.message(GET, "{\"id\":\"x\"}"),
                        CallOptions.DEFAULT.withDeadlineAfter(8, TimeUnit.SECONDS)))
                .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        await().until(() -> GONE.get() > 0);

        SEEN.clear();
        GONE.set(0);
        var future = ClientCalls.futureUnaryCall(
                client.channel().newCall(RpcClient.descriptor(GET, MethodType.UNARY), CallOptions.DEFAULT),
                RpcClient.message(GET, "{\"id\":\"y\"}"));
        SEEN.take();
        future.cancel(true);
        await().until(() -> GONE.get() > 0);
        await().until(() ->
                fixture.metrics.get("um.edge.exchanges.open").gauge().value() == 0);
    }

    @Test
    void theEdgeItselfHoldsToTheDeadline() {
        MultiMap headers = grpc().add("grpc-timeout", "200m");

        Answer answer = send("/" + GET, headers, Frames.framed(RpcClient.message(GET, "{\"id\":\"unheard\"}")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("grpc-status")).isEqualTo("4");
        assertThat(answer.headers().get("content-type")).isEqualTo("application/grpc");
        for (String wrong : List.of("", "1", "1x", "123456789m", "-1m", "m")) {
            assertThat(send("/" + GET, grpc().add("grpc-timeout", wrong), new byte[0])
                            .headers()
                            .get("grpc-status"))
                    .isEqualTo("13");
        }
    }

    @Test
    void whatIsNotACallOverGrpcIsAProblem() throws IOException {
        Answer json = send(
                "/" + GET, MultiMap.caseInsensitiveMultiMap().add("content-type", "application/json"), new byte[0]);
        assertThat(json.status()).isEqualTo(415);
        assertThat(json.headers().get("content-type")).isEqualTo("application/problem+json");
        assertThat(send(
                                "/" + GET,
                                MultiMap.caseInsensitiveMultiMap().add("content-type", "application/grpc+json"),
                                new byte[0])
                        .status())
                .isEqualTo(415);
        try (RawClient raw = fixture.connect()) {
            raw.send("POST /" + GET
                    + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/grpc\r\nContent-Length: 0\r\n\r\n");
            assertThat(raw.read().status()).isEqualTo(415);
        }
        assertThat(SEEN).isEmpty();
    }

    @Test
    void whatIsFramedWronglyEndsWithAStatus() {
        byte[] message = Frames.framed(RpcClient.message(GET, "{\"id\":\"x\"}"));
        byte[] twice = new byte[message.length * 2];
        System.arraycopy(message, 0, twice, 0, message.length);
        System.arraycopy(message, 0, twice, message.length, message.length);
        byte[] flagged = message.clone();
        flagged[0] = 1;
        byte[] strange = message.clone();
        strange[0] = 7;
        byte[] huge = {0, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff};
        byte[] cut = Arrays.copyOf(message, message.length - 1);

        assertThat(status(twice, grpc())).isEqualTo("12");
        assertThat(status(new byte[0], grpc())).isEqualTo("12");
        assertThat(status(flagged, grpc())).isEqualTo("13");
        assertThat(status(flagged, grpc().add("grpc-encoding", "gzip"))).isEqualTo("13");
        assertThat(status(message, grpc().add("grpc-encoding", "br"))).isEqualTo("12");
        assertThat(status(strange, grpc())).isEqualTo("13");
        assertThat(status(huge, grpc())).isEqualTo("8");
        assertThat(status(cut, grpc())).isEqualTo("13");
    }

    @Test
    void largeMessagesThatComeSlowlyOrUnfoldAreFew() throws IOException {
        byte[] whole = Frames.framed(RpcClient.message(GET, "{\"id\":\"" + "x".repeat(200_000) + "\"}"));
        Buffer begun = Buffer.buffer(Arrays.copyOf(whole, 100_000));
        List<HttpClientRequest> open = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 32; i++) {
            http2.request(HttpMethod.POST, "/" + GET).onSuccess(request -> {
                open.add(request);
                request.headers().addAll(grpc());
                request.setChunked(true).write(begun);
            });
        }

        await().until(() -> status(whole, grpc()).equals("14"));
        assertThat(status(folded("x".repeat(200_000)), grpc().add("grpc-encoding", "gzip")))
                .isEqualTo("14");
        assertThat(status(folded("x"), grpc().add("grpc-encoding", "gzip"))).isEqualTo("0");
        open.forEach(HttpClientRequest::reset);
        await().until(() -> !status(whole, grpc()).equals("14"));
    }

    @Test
    void whatIsNotServedIsUnimplemented() {
        assertThat(refusal("um.control.v1.Routes/Nothing", new byte[0], CallOptions.DEFAULT))
                .isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(refusal("no.such.Service/Method", new byte[0], CallOptions.DEFAULT))
                .isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void aTenantsHostIsTheTenantsWithEveryPath() {
        fixture.serve();
        try (RpcClient tenants = new RpcClient("shop.localhost", fixture.port, "good")) {
            StatusRuntimeException refused =
                    catchThrowableOfType(StatusRuntimeException.class, () -> tenants.call(GET, "{\"id\":\"x\"}"));
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        }
        assertThat(SEEN).isEmpty();
    }

    @Test
    void aHandlerInThisProcessIsAskedFirst() throws Exception {
        Identity ann = new Identity(new TenantId("acme"), "ann", Set.of("user"), Instant.MAX);
        CompletableFuture<EdgeRequest> asked = new CompletableFuture<>();
        fixture.edge.doors(new Doors(
                List.of(intake(asked)),
                token -> token.equals("good") ? Optional.of(ann) : Optional.empty(),
                (identity, operation) -> true));

        JsonNode command = client.call(
                "um.commands.v1.Commands/SubmitCommand",
                "{\"idempotencyKey\":\"k1\",\"type\":\"gopro.EnrolLearner\",\"payload\":{\"a\":1.5,\"b\":7}}");

        EdgeRequest request = asked.get(60, TimeUnit.SECONDS);
        assertThat(request.field("idempotency-key")).isEqualTo("k1");
        assertThat(request.bearer().user()).isEqualTo("ann");
        assertThat(new String(request.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"gopro.EnrolLearner\",\"payload\":{\"a\":1.5,\"b\":7}}");
        assertThat(command.path("status").asText()).isEqualTo("accepted");
        assertThat(command.path("consistencyToken").asText()).isEqualTo("t1");
        assertThat(SEEN).isEmpty();
    }

    @Test
    void aRowOfAViewIsReadAsOldAsTheTokenSays() throws Exception {
        says = new Says(200, Map.of("ETag", "\"v3\""), "{\"progress\":0.5,\"done\":[1,\"two\",null,false]}");

        JsonNode row = client.call(
                "um.views.v1.Views/GetRow", "{\"view\":\"progress\",\"key\":\"ann:java\",\"consistencyToken\":\"t1\"}");

        Seen seen = SEEN.take();
        assertThat(seen.method() + ' ' + seen.uri()).isEqualTo("GET /api/v1/views/progress/ann%3Ajava");
        assertThat(seen.headers().get("Consistency-Token")).isEqualTo("t1");
        assertThat(MAPPER.readTree(row.path("value").toString()))
                .isEqualTo(MAPPER.readTree("{\"progress\":0.5,\"done\":[1,\"two\",null,false]}"));
        assertThat(row.path("etag").asText()).isEqualTo("\"v3\"");
    }

    @ParameterizedTest
    @CsvSource({"grpc.reflection.v1", "grpc.reflection.v1alpha"})
    void reflectionTellsWhatIsServedAndItsSchema(String version) {
        String method = version + ".ServerReflection/ServerReflectionInfo";
        List<JsonNode> told = reflect(
                method,
                "{\"listServices\":\"\"}",
                "{\"fileContainingSymbol\":\"um.control.v1.Routes.GetRoute\"}",
                "{\"fileContainingSymbol\":\"no.such.Thing\"}",
                "{\"fileByFilename\":\"google/protobuf/struct.proto\"}",
                "{\"allExtensionNumbersOfType\":\"google.protobuf.MethodOptions\"}",
                "{\"fileContainingExtension\":{\"containingType\":\"google.protobuf.MethodOptions\",\"extensionNumber\":72295728}}",
                "{}");

        assertThat(told.get(0).path("listServicesResponse").path("service").findValuesAsText("name"))
                .contains(
                        "um.control.v1.Routes",
                        "um.control.v1.Configuration",
                        "grpc.health.v1.Health",
                        version + ".ServerReflection");
        assertThat(told.get(1)
                        .path("fileDescriptorResponse")
                        .path("fileDescriptorProto")
                        .size())
                .isGreaterThan(5);
        assertThat(told.get(2).path("errorResponse").path("errorCode").asInt()).isEqualTo(5);
        assertThat(told.get(3).path("fileDescriptorResponse").path("fileDescriptorProto"))
                .hasSize(1);
        assertThat(told.get(4)
                        .path("allExtensionNumbersResponse")
                        .path("extensionNumber")
                        .toString())
                .contains("72295728");
        assertThat(told.get(5).path("fileDescriptorResponse").path("fileDescriptorProto"))
                .isNotEmpty();
        assertThat(told.get(6).path("errorResponse").path("errorCode").asInt()).isEqualTo(3);
        assertThat(told.get(1)
                        .path("originalRequest")
                        .path("fileContainingSymbol")
                        .asText())
                .isEqualTo("um.control.v1.Routes.GetRoute");
    }

    @Test
    void whoAsksMuchAndReadsNothingIsNotReadEither() throws Exception {
        BlockingQueue<byte[]> read = new LinkedBlockingQueue<>();
        CompletableFuture<Status> ended = new CompletableFuture<>();
        ClientCall<byte[], byte[]> call = asking(client, read, ended);
        byte[] question = RpcClient.message(REFLECTION, "{\"fileContainingSymbol\":\"um.control.v1.Routes\"}");
        for (int i = 0; i < 2_000; i++) {
            call.sendMessage(question);
        }
        call.halfClose();
        call.request(2_000);

        assertThat(ended.get(100, TimeUnit.SECONDS).isOk()).isTrue();
        assertThat(read).hasSize(2_000);
    }

    @Test
    void whoReadsNothingForLongIsCut() throws Exception {
        BlockingQueue<byte[]> read = new LinkedBlockingQueue<>();
        CompletableFuture<Status> ended = new CompletableFuture<>();
        try (EdgeFixture hasty = EdgeFixture.before(EdgeFixtureOptions.hasty(), GrpcIT::serve);
                RpcClient stuck = new RpcClient("localhost", hasty.port, null)) {
            ClientCall<byte[], byte[]> call = asking(stuck, read, ended);
            call.request(1);
            byte[] question = RpcClient.message(REFLECTION, "{\"fileContainingSymbol\":\"um.control.v1.Routes\"}");
            for (int i = 0; i < 2_000; i++) {
                call.sendMessage(question);
            }
            assertThat(read.take()).isNotEmpty();

            await().until(() ->
                    hasty.metrics.get("um.edge.streams.open").gauge().value() == 0);
            call.request(2_000);
            assertThat(ended.get(60, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.INTERNAL);
            assertThat(read).hasSizeLessThan(1_999);
        }
    }

    @Test
    void whoAsksWhatAnybodyMayAskDoesSoBriefly() {
        String much = "x".repeat(9_000);
        for (String version : List.of("v1", "v1alpha")) {
            String method = "grpc.reflection." + version + ".ServerReflection/ServerReflectionInfo";
            byte[] question = RpcClient.message(method, "{\"host\":\"" + much + "\",\"listServices\":\"\"}");
            Answer answer = send("/" + method, grpc(), Frames.framed(question));
            assertThat(answer.headers().get("grpc-status")).isEqualTo("8");
            assertThat(answer.bytes()).isZero();
        }
        assertThat(refusal("grpc.health.v1.Health/Check", "{\"service\":\"" + much + "\"}")
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void healthIsToldOfEachServiceAndWatched() throws Exception {
        String check = "grpc.health.v1.Health/Check";
        assertThat(client.call(check, "{}").path("status").asText()).isEqualTo("SERVING");
        assertThat(client.call(check, "{\"service\":\"um.control.v1.Routes\"}")
                        .path("status")
                        .asText())
                .isEqualTo("SERVING");
        assertThat(refusal(check, "{\"service\":\"no.such\"}").getStatus().getCode())
                .isEqualTo(Status.Code.NOT_FOUND);

        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        String watch = "grpc.health.v1.Health/Watch";
        ClientCall<byte[], byte[]> call =
                client.channel().newCall(RpcClient.descriptor(watch, MethodType.SERVER_STREAMING), CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte[] message) {
                        told.add(RpcClient.json(watch, message).path("status").asText());
                    }
                },
                new Metadata());
        call.request(10);
        call.sendMessage(new byte[0]);
        call.halfClose();
        assertThat(told.take()).isEqualTo("SERVING");
        fixture.edge.closed(upstream -> true);
        assertThat(told.take()).isEqualTo("NOT_SERVING");
        assertThat(refusal(GET, "{\"id\":\"x\"}").getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        fixture.edge.closed(upstream -> false);
        assertThat(told.take()).isEqualTo("SERVING");
        call.cancel("enough", null);
    }

    private static ClientCall<byte[], byte[]> asking(
            RpcClient from, BlockingQueue<byte[]> read, CompletableFuture<Status> ended) {
        ClientCall<byte[], byte[]> call = from.channel()
                .newCall(RpcClient.descriptor(REFLECTION, MethodType.BIDI_STREAMING), CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte[] message) {
                        read.add(message);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ended.complete(status);
                    }
                },
                new Metadata());
        return call;
    }

    private static List<JsonNode> reflect(String method, String... questions) {
        List<JsonNode> told = new ArrayList<>();
        BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
        ClientCall<byte[], byte[]> call =
                client.channel().newCall(RpcClient.descriptor(method, MethodType.BIDI_STREAMING), CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte[] message) {
                        answers.add(RpcClient.json(method, message));
                    }
                },
                new Metadata());
        call.request(questions.length);
        try {
            for (String question : questions) { // each is answered before the next is asked, as tools do
                call.sendMessage(RpcClient.message(method, question));
                told.add(answers.take());
            }
        } catch (InterruptedException hurried) {
            throw new IllegalStateException(hurried);
        }
        call.halfClose();
        return told;
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

    private static StatusRuntimeException refusal(String method, String json) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> client.call(method, json));
    }

    private static Status.Code refusal(String method, byte[] message, CallOptions options) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> client.bytes(method, message, options))
                .getStatus()
                .getCode();
    }

    private static String masked(String paths) {
        return "{\"route\":{\"id\":\"a\"},\"updateMask\":{\"paths\":[" + paths + "]}}";
    }

    /** The frame of a question for a route, compressed. */
    private static byte[] folded(String id) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(RpcClient.message(GET, "{\"id\":\"" + id + "\"}"));
        }
        byte[] framed = Frames.framed(packed.toByteArray());
        framed[0] = 1;
        return framed;
    }

    /** A field of protobuf that holds bytes. */
    private static byte[] field(int number, byte[] value) {
        Buffer field = Buffer.buffer().appendByte((byte) (number << 3 | 2));
        int length = value.length;
        while (length > 127) {
            field.appendByte((byte) (length & 127 | 128));
            length >>= 7;
        }
        return field.appendByte((byte) length).appendBytes(value).getBytes();
    }

    private record Answer(int status, MultiMap headers, MultiMap trailers, int bytes) {}

    private static MultiMap grpc() {
        return MultiMap.caseInsensitiveMultiMap()
                .add("content-type", "application/grpc")
                .add("te", "trailers");
    }

    private static String status(byte[] sent, MultiMap headers) {
        Answer answer = send("/" + GET, headers, sent);
        String alone = answer.headers().get("grpc-status");
        return alone == null ? answer.trailers().get("grpc-status") : alone;
    }

    private static Answer send(String path, MultiMap headers, byte[] body) {
        return http2.request(HttpMethod.POST, path)
                .compose(request -> {
                    request.headers().addAll(headers);
                    return request.send(Buffer.buffer(body));
                })
                .compose(GrpcIT::read)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private static io.vertx.core.Future<Answer> read(HttpClientResponse response) {
        return response.body()
                .map(body -> new Answer(response.statusCode(), response.headers(), response.trailers(), body.length()));
    }
}
