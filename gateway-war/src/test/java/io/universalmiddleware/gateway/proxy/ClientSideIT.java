package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClientSideIT {

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aHintThatCannotBeToldLeavesTheAnswerAlone(HttpClient.Version version) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(ClientSideIT::hintBehindTheHead)
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort()))
                    .build();

            var response = HttpClient.newBuilder().version(version).build().send(request, BodyHandlers.ofString());

            assertThat(response.version()).isEqualTo(version);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("head and rest");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    private static void hintBehindTheHead(HttpServerRequest request) {
        request.response().setChunked(true).write("head ");
        try {
            new ClientSide(request).hint(MultiMap.caseInsensitiveMultiMap().add("Link", "</a>"));
            request.response().end("and rest");
        } catch (Exception told) {
            request.response().end("and no more");
        }
    }
}
