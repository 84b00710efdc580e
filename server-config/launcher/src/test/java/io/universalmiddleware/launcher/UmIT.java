package io.universalmiddleware.launcher;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.launcher.UmRun.Ended;
import io.universalmiddleware.launcher.stack.Home;
import io.universalmiddleware.launcher.stack.Readiness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command-line tool as a newcomer uses it, on the packaged platform. */
class UmIT {
    @TempDir
    Path directory;

    @BeforeEach
    void letNobodyIn() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void fromTheFirstStartToResetWithDataKeptBetweenStarts() throws Exception {
        UmRun um = new UmRun(directory, Map.of());
        try {
            Ended up = um.run("up", "--detach");
            assertThat(up.status()).as(up.said()).isZero();
            assertThat(up.said())
                    .contains("PostgreSQL", "Kafka", "Redis", "platform", "hub", "curl", "tenant       demo");
            assertThat(um.run("up", "--detach").said()).contains("It runs already");
            whatLooksAtARunningPlatformDoes(um);

            killThePlatform(um);
            assertThat(um.run("down").said()).contains("Stopped.");
            assertThat(um.run("status").status()).isEqualTo(1);

            Ended again = um.run("demo", "--learners", "3", "--lessons", "1", "--rate", "40");
            assertThat(again.status()).as(again.said()).isZero();
            assertThat(um.run("doctor").status()).isZero();
        } finally {
            assertThat(um.run("reset").status()).isZero();
        }
        assertThat(um.home()).doesNotExist();
    }

    private static void whatLooksAtARunningPlatformDoes(UmRun um) throws Exception {
        try (UmRun.Running tail = um.begin("tail", "--tenant", "demo")) {
            tail.awaitLine("Events as they happen");
            Ended seeded = um.run("seed");
            assertThat(seeded.status()).as(seeded.said()).isZero();
            assertThat(seeded.said()).contains("API key demo (shown this once): ");
            Ended again = um.run("seed");
            assertThat(again.said().lines().filter(line -> line.contains("command")))
                    .as("seeding twice does nothing twice")
                    .containsExactlyElementsOf(seeded.said()
                            .lines()
                            .filter(line -> line.contains("command"))
                            .toList());
            assertThat(again.said()).contains("is there already").doesNotContain("API key");
            tail.awaitLine("gopro.CourseCreated");

            Ended demo = um.run("demo", "--learners", "12", "--lessons", "2", "--rate", "40");
            assertThat(demo.status()).as(demo.said()).isZero();
            assertThat(demo.said())
                    .contains("registered: 202; verified", "the password 401 and a challenge, the next code 200")
                    .contains("All agree.", "limited: ", "cached: ", "purged: ", "failed over: ")
                    .doesNotContain("FAIL");
            assertThat(um.run("config", "history").said()).contains("create tenant demo", "(um demo)");
            assertThat(um.run("config", "export", "--tenant", "demo").said()).contains("  - slug: demo\n");
            tail.awaitLine("gopro.LessonCompleted");
            await().atMost(240, SECONDS)
                    .until(() ->
                            um.run("analytics", "--tenant", "demo-edge").said().contains("REQUESTS"));
            await().atMost(240, SECONDS)
                    .untilAsserted(() -> assertThat(um.run("requests", "--tenant", "demo-edge", "--path", "/limited")
                                    .said())
                            .contains("STATUS", "/limited"));
        }
        whatDecidesAboutDeadLettersDoes(um);
        await().atMost(300, SECONDS).untilAsserted(() -> {
            Ended status = um.run("status");
            assertThat(status.status()).as(status.said()).isZero();
            assertThat(status.said()).contains("Kept by pid", "up, embedded").doesNotContain("waits for", "down,");
        });
        Ended token = um.run("token", "--user", "ann", "--tenant", "acme", "--role", "user", "--ttl", "5m");
        assertThat(readingWith(token.said().strip(), um)).as(token.said()).isEqualTo(404);
        assertThat(readingWith(token.said().strip() + "x", um)).isEqualTo(401);
        assertThat(um.run("audit", "ls", "--tenant", "acme").said()).contains("create-tenant", "login");
        assertThat(um.run("logs", "-n", "500", "platform").said()).contains("Universal Middleware is up");
        assertThat(um.run("doctor").status()).isZero();
    }

    private static void whatDecidesAboutDeadLettersDoes(UmRun um) throws Exception {
        assertThat(um.run("dlq", "ls").said()).contains("No dead letters.");
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", um.kafka()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("commands", "demo/gopro.Course/odd", "{}"));
        }
        Matcher id =
                Pattern.compile("(?m)^([0-9a-f-]{36})  open .*no header ce_id").matcher("");
        await().atMost(240, SECONDS)
                .until(() -> id.reset(um.run("dlq", "ls").said()).find());

        Ended shown = um.run("dlq", "show", id.group(1));
        assertThat(shown.said()).contains("demo/gopro.Course/odd", "malformed", "dead-lettered");
        assertThat(um.run("dlq", "ls", "--groups").said()).contains("MalformedRecordException: no header ce_id");
        assertThat(um.run("dlq", "retry", id.group(1), "--reason", "try").said())
                .contains("is retrying");
        await().atMost(240, SECONDS)
                .until(() -> um.run("dlq", "show", id.group(1)).said().contains("retry-failed"));
        assertThat(um.run("dlq", "discard", "--all", "--reason", "no command").said())
                .contains("1 are discarded, 0 were busy.");
        Ended again = um.run("dlq", "retry", id.group(1));
        assertThat(again.said()).contains("Refused (409)", "It is discarded.").doesNotContain("\tat ");
        assertThat(again.status()).isEqualTo(1);
    }

    /** Asks for a row that is not there. */
    private static int readingWith(String token, UmRun um) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(um.edge().resolve("/api/v1/views/course/none"))
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void wrongSettingsAreAllNamedAtOnce() throws Exception {
        UmRun um = new UmRun(directory, Map.of("um.roles", "cook", "um.no.such", "1"));

        Ended up = um.run("up", "--detach");

        assertThat(up.status()).isEqualTo(1);
        assertThat(up.said())
                .contains("um.roles: expected", "um.no.such: no such setting")
                .doesNotContain("\tat ");
        assertThat(um.run("reset").status()).isZero();
    }

    @Test
    void aTakenPortIsALineWithItsCure() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            UmRun um = new UmRun(directory, Map.of("um.edge.port", Integer.toString(taken.getLocalPort())));

            Ended up = um.run("up");

            assertThat(up.status()).isEqualTo(1);
            assertThat(up.said().strip())
                    .startsWith("Port " + taken.getLocalPort() + " is taken")
                    .contains("um.edge.port")
                    .doesNotContain("\n");
            assertThat(um.run("doctor").said()).contains("um.edge.port");
        }
    }

    /** What runs under the supervisor comes back by itself. */
    private static void killThePlatform(UmRun um) {
        Readiness readiness = new Readiness(um.edge());
        RunningState state = RunningState.read(new Home(um.home())).orElseThrow();
        ProcessHandle platform = state.process()
                .orElseThrow()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("universal-middleware.jar"))
                .findFirst()
                .orElseThrow();

        platform.destroyForcibly();

        await().atMost(240, SECONDS).until(() -> !platform.isAlive());
        await().atMost(240, SECONDS).until(() -> readiness.missing().isEmpty());
    }
}
