package io.universalmiddleware.gateway.proxy;

import static io.universalmiddleware.gateway.proxy.GrpcFixture.GET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.universalmiddleware.gateway.proxy.GrpcFixture.Answer;
import io.universalmiddleware.gateway.rpc.Frames;
import io.universalmiddleware.gateway.rpc.RpcClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reflection and health, which the edge answers itself. */
@Timeout(300)
class GrpcServicesIT {
    private static final String REFLECTION = "grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
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
        ClientCall<byte[], byte[]> call = asking(grpc.client, read, ended);
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
        try (EdgeFixture hasty = EdgeFixture.before(EdgeFixtureOptions.hasty(), grpc::serve);
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
            Answer answer = grpc.send("/" + method, GrpcFixture.headers(), Frames.framed(question));
            assertThat(answer.headers().get("grpc-status")).isEqualTo("8");
            assertThat(answer.bytes()).isZero();
        }
        assertThat(grpc.refusal("grpc.health.v1.Health/Check", "{\"service\":\"" + much + "\"}")
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void healthIsToldOfEachServiceAndWatched() throws Exception {
        String check = "grpc.health.v1.Health/Check";
        assertThat(grpc.client.call(check, "{}").path("status").asText()).isEqualTo("SERVING");
        assertThat(grpc.client
                        .call(check, "{\"service\":\"um.control.v1.Routes\"}")
                        .path("status")
                        .asText())
                .isEqualTo("SERVING");
        assertThat(grpc.refusal(check, "{\"service\":\"no.such\"}").getStatus().getCode())
                .isEqualTo(Status.Code.NOT_FOUND);

        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        String watch = "grpc.health.v1.Health/Watch";
        ClientCall<byte[], byte[]> call = grpc.client
                .channel()
                .newCall(RpcClient.descriptor(watch, MethodType.SERVER_STREAMING), CallOptions.DEFAULT);
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
        grpc.edge.edge.closed(upstream -> true);
        assertThat(told.take()).isEqualTo("NOT_SERVING");
        assertThat(grpc.refusal(GET, "{\"id\":\"x\"}").getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        grpc.edge.edge.closed(upstream -> false);
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
        ClientCall<byte[], byte[]> call = grpc.client
                .channel()
                .newCall(RpcClient.descriptor(method, MethodType.BIDI_STREAMING), CallOptions.DEFAULT);
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
}
