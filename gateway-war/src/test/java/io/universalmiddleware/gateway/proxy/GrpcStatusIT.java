package io.universalmiddleware.gateway.proxy;

import static io.universalmiddleware.gateway.proxy.GrpcFixture.CREATE;
import static io.universalmiddleware.gateway.proxy.GrpcFixture.DELETE;
import static io.universalmiddleware.gateway.proxy.GrpcFixture.GET;
import static io.universalmiddleware.gateway.proxy.GrpcFixture.LIST;
import static io.universalmiddleware.gateway.proxy.GrpcFixture.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.universalmiddleware.gateway.rpc.RpcClient;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a call over gRPC is told when it is refused. */
@Timeout(300)
class GrpcStatusIT {
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
        grpc.answer(
                http,
                Map.of("Retry-After", "3"),
                "{\"type\":\"https://universalmiddleware.io/problems/" + type
                        + "\",\"title\":\"It is not so\",\"status\":" + http
                        + ",\"requestId\":\"r1\",\"violations\":[{\"pointer\":\"/match/path\",\"message\":\"100% ü\"}]}");

        StatusRuntimeException refused = grpc.refusal(CREATE, "{\"route\":{}}");

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
        grpc.answer(
                409, Map.of(), "{\"type\":\"https://universalmiddleware.io/problems/conflict\",\"title\":\"In use\"}");
        assertThat(grpc.refusal(DELETE, "{\"id\":\"x\"}").getStatus().getCode())
                .isEqualTo(Status.Code.FAILED_PRECONDITION);
        grpc.answer(502, Map.of("Content-Type", "text/html"), "<html>");
        assertThat(grpc.refusal(GET, "{\"id\":\"x\"}").getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        grpc.answer(200, Map.of(), "<html>");
        assertThat(grpc.refusal(GET, "{\"id\":\"x\"}").getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
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
        StatusRuntimeException refused = grpc.refusal(method.strip(), json);

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(RpcClient.details(refused)
                        .path("google.rpc.BadRequest")
                        .path("fieldViolations")
                        .path(0)
                        .path("field")
                        .asText())
                .isEqualTo(field);
        assertThat(grpc.seen).isEmpty();
    }

    @Test
    void aMaskIsBounded() {
        for (String paths : List.of(
                '"' + "x".repeat(201) + '"',
                "\"more" + ".a".repeat(11) + '"',
                "\"more" + ".a".repeat(1_500_000) + '"',
                "\"name\"" + ",\"name\"".repeat(200))) {
            StatusRuntimeException refused = grpc.refusal(UPDATE, masked(paths));

            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(refused.getStatus().getDescription())
                    .endsWith(": update_mask expected at most 200 paths, each of at most 200 characters and 10 dots");
        }
        assertThat(grpc.seen).isEmpty();
        assertThat(grpc.client
                        .call(UPDATE, masked("\"more" + ".a".repeat(10) + "\"" + ",\"name\"".repeat(199)))
                        .path("name")
                        .asText())
                .isEqualTo("orders");
    }

    @Test
    void aStatusFitsIntoAHeadHoweverMuchIsWrong() {
        StatusRuntimeException many = grpc.refusal(UPDATE, masked("\"x\"" + ",\"x\"".repeat(199)));
        assertThat(many.getStatus().getDescription()).endsWith("there is no field 'x', and 199 more");
        assertThat(RpcClient.details(many).path("google.rpc.BadRequest").path("fieldViolations"))
                .hasSize(20);

        String long200 = '"' + "ü".repeat(200) + '"';
        JsonNode told = RpcClient.details(grpc.refusal(UPDATE, masked(long200 + ("," + long200).repeat(199))));
        assertThat(told.has("google.rpc.BadRequest")).isFalse();
        assertThat(told.path("google.rpc.ErrorInfo").path("reason").asText()).isEqualTo("INVALID_REQUEST");

        String violation = "{\"pointer\":\"/" + "p".repeat(10_000) + "\",\"message\":\"" + "m".repeat(499) + "😀\"}";
        grpc.answer(
                400,
                Map.of(),
                "{\"type\":\"https://universalmiddleware.io/problems/invalid-request\",\"title\":\"No\","
                        + "\"violations\":[" + violation + "]}");
        StatusRuntimeException echoing = grpc.refusal(CREATE, "{\"route\":{}}");
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
                grpc.refusal(LIST, "{\"cursor\":\"" + "x".repeat(most) + "\"}"),
                grpc.refusal(GET, "{\"id\":\"" + "/".repeat(most / 3) + "\"}"))) {
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(refused.getStatus().getDescription()).contains("a request target of " + most + " characters");
        }
        StatusRuntimeException tag = grpc.refusal(DELETE, "{\"id\":\"a\",\"etag\":\"" + "x".repeat(1_025) + "\"}");
        assertThat(tag.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(tag.getStatus().getDescription()).endsWith(": etag expected at most 1024 characters");
        assertThat(grpc.seen).isEmpty();
    }

    @Test
    void aParameterOfAListIsNamedAsTheMessageHasIt() {
        grpc.answer(
                400,
                Map.of(),
                "{\"type\":\"https://universalmiddleware.io/problems/invalid-request\",\"title\":\"No\","
                        + "\"violations\":[{\"pointer\":\"limit\",\"message\":\"expected less\"}]}");

        assertThat(grpc.refusal(LIST, "{\"limit\":5000}").getStatus().getDescription())
                .isEqualTo("No: page_size expected less");
    }

    @Test
    void whatIsNotServedIsUnimplemented() {
        assertThat(grpc.refusal("um.control.v1.Routes/Nothing", new byte[0], CallOptions.DEFAULT))
                .isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(grpc.refusal("no.such.Service/Method", new byte[0], CallOptions.DEFAULT))
                .isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    private static String masked(String paths) {
        return "{\"route\":{\"id\":\"a\"},\"updateMask\":{\"paths\":[" + paths + "]}}";
    }
}
