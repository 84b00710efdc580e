package io.universalmiddleware.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.universalmiddleware.launcher.stack.Home;
import io.universalmiddleware.launcher.stack.Layout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code um webhooks} asks of the platform and prints of its answers; the answers are as docs/webhooks.md has them. */
class WebhooksCommandTest {
    private static final String DELIVERY = """
            {"id": "d1", "webhookId": "msg_1", "type": "gopro.CourseCreated", "occurredAt": "2026-11-01T10:00:00Z",
             "status": "failed", "attempts": 10, "lastStatus": 503, "lastError": "the answer is 503"}""";
    private static final String DETAIL = """
            200 {"delivery": {"attempts": 1}, "attempts": [
              {"number": 1, "millis": 12, "status": 503, "error": "the answer is 503"}%s]}""";

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new ArrayList<>();
    private HttpServer platform;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        platform.createContext("/", exchange -> {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(body.isEmpty() ? request : request + " " + body);
            String answer = answers.getOrDefault(request, "404 {\"title\": \"Not found\"}");
            byte[] bytes = answer.substring(4).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        platform.start();
        RunningState.mine(true, Layout.ONE).write(new Home(directory));
        Files.writeString(
                directory.resolve("um.properties"),
                "um.edge.port=" + platform.getAddress().getPort() + '\n');
    }

    @AfterEach
    void stop() {
        platform.stop(0);
    }

    @Test
    void listsWebhooksAndWhyOneIsOff() {
        answers.put(
                "GET /admin/v1/webhooks?limit=200&tenant=shop",
                "200 {\"items\": [{\"id\": \"w1\", \"tenant\": \"shop\", \"name\": \"crm\", \"url\": \"https://a.example\"}]}");
        answers.put(
                "GET /admin/v1/webhooks/w1/state",
                "200 {\"active\": false, \"disabledReason\": \"It answered 410: it wants nothing any more.\"}");

        assertThat(um("ls", "--tenant", "shop")).contains("crm", "off", "https://a.example", "answered 410");
    }

    @Test
    void listsDeliveriesALineEach() {
        answers.put(
                "GET /admin/v1/webhooks/w1/deliveries?limit=50&status=failed", "200 {\"items\": [" + DELIVERY + "]}");

        assertThat(um("deliveries", "w1", "--status", "failed"))
                .contains("d1", "failed", "gopro.CourseCreated", "the answer is 503");
    }

    @Test
    void retriesAndReplays() {
        String at = "/admin/v1/webhooks/w1/deliveries/d1";
        answers.put("GET " + at, DETAIL.formatted(""));
        answers.put("POST " + at + "/retry", "202 {}");
        answers.put("POST /admin/v1/webhooks/w1/replay", "202 {\"replayed\": 7, \"nextCursor\": \"c7\"}");

        // the attempt that the retry makes is told by the second look
        platform.removeContext("/");
        platform.createContext("/", exchange -> {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(request + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            if (request.endsWith("/retry")) {
                answers.put("GET " + at, DETAIL.formatted(", {\"number\": 2, \"millis\": 3, \"status\": 204}"));
            }
            String answer = answers.getOrDefault(request, "404 {\"title\": \"Not found\"}");
            byte[] bytes = answer.substring(4).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });

        assertThat(um("retry", "w1", "d1")).contains("Delivered: 204 after 3 ms.");
        assertThat(um("replay", "w1", "--since", "2026-11-01T00:00:00Z", "--status", "failed"))
                .contains("7 are sent again.", "There are more", "--cursor c7");
        assertThat(requests)
                .contains(
                        "POST /admin/v1/webhooks/w1/replay {\"since\":\"2026-11-01T00:00:00Z\",\"status\":\"failed\"}");
    }

    @Test
    void tellsWhatCameOfATest() {
        answers.put("POST /admin/v1/webhooks/w1/test", "202 {\"id\": \"d1\"}");
        answers.put("GET /admin/v1/webhooks/w1/deliveries/d1", DETAIL.formatted(""));

        assertThat(um("test", "w1")).contains("Failed: the answer is 503 after 12 ms.");
    }

    private String um(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            String[] all = Stream.concat(
                            Arrays.stream(arguments),
                            Stream.of(
                                    "--home",
                                    directory.toString(),
                                    "--config",
                                    directory.resolve("um.properties").toString()))
                    .toArray(String[]::new);
            new CommandLine(new WebhooksCommand()).execute(all);
        } finally {
            System.setOut(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
