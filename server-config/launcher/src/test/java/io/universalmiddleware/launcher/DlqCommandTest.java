package io.universalmiddleware.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/** What {@code um dlq} asks of the platform and prints of its answers; the answers are as docs/dead-letters.md has them. */
class DlqCommandTest {
    private static final String LETTER = """
            {"id": "0199a000-0000-7000-8000-000000000001", "state": "open", "type": "gopro.EnrolLearner",
             "consumer": "processor", "key": "demo/gopro.Enrolment/ann:java", "exception": "java.lang.IllegalStateException",
             "message": "out\\nof order", "frame": "org.example.Enrolling.handle(Enrolling.java:7)", "group": "0123456789abcdef",
             "attempts": 5, "reason": "exhausted", "lastFailedAt": "2026-11-01T10:00:00Z"}""";
    private static final String DETAIL = """
            {"deadLetter": %s, "waiting": 3, "payload": {"learner": "ann"}, "causes": "java.lang.IllegalStateException: out of order",
             "history": [{"at": "2026-11-01T10:00:00Z", "actor": "um", "action": "dead-lettered"}]}""".formatted(LETTER);

    @RegisterExtension
    private final StubPlatform platform = new StubPlatform("409 {\"title\": \"No\", \"detail\": \"It is discarded.\","
            + "\"violations\": [{\"pointer\": \"/payload/amount\", \"message\": \"is no number\"}]}");

    @Test
    void listsLettersALineEach() {
        platform.answer("GET /api/v1/dead-letters?state=open&limit=50", "200 {\"deadLetters\": [" + LETTER + "]}");

        assertThat(um("ls"))
                .contains("0199a000-0000-7000-8000-000000000001  open", "gopro.EnrolLearner")
                .contains("IllegalStateException: out of order");
    }

    @Test
    void listsGroupsWithTheirCounts() {
        platform.answer(
                "GET /api/v1/dead-letters/groups?state=open",
                "200 {\"groups\": [{\"group\": \"0123456789abcdef\", \"count\": 42, \"exception\": \"a.B\", \"message\": \"m\","
                        + "\"frame\": \"x.Y.z(Y.java:1)\", \"lastFailedAt\": \"2026-11-01T10:00:00Z\"}]}");

        assertThat(um("ls", "--groups")).contains("0123456789abcdef      42", "B: m at x.Y.z(Y.java:1)");
    }

    @Test
    void showsALetterWithItsHistory() {
        platform.answer("GET /api/v1/dead-letters/1", "200 " + DETAIL);

        assertThat(um("show", "1"))
                .contains("demo/gopro.Enrolment/ann:java  (3 wait behind it)", "\"learner\" : \"ann\"")
                .contains("5  (exhausted)", "dead-lettered");
    }

    @Test
    void retriesWithAnotherPayload() throws IOException {
        Path payload = Files.writeString(platform.directory().resolve("payload.json"), "{\"learner\": \"bob\"}");
        platform.answer("POST /api/v1/dead-letters/1/retry", "202 " + DETAIL);

        assertThat(um("retry", "1", "--payload", payload.toString(), "--reason", "typing error"))
                .contains("is open; 3 wait behind it.");
        assertThat(platform.requests())
                .containsExactly("POST /api/v1/dead-letters/1/retry "
                        + "{\"payload\":{\"learner\":\"bob\"},\"reason\":\"typing error\"}");
    }

    @Test
    void decidesAboutAGroupOrAll() {
        platform.answer("POST /api/v1/dead-letters/retry", "202 {\"decided\": 7, \"busy\": 1}");
        platform.answer("POST /api/v1/dead-letters/discard", "200 {\"decided\": 2, \"busy\": 0}");

        assertThat(um("retry", "--group", "g", "--type", "t")).contains("7 are being retried, 1 were busy.");
        assertThat(um("discard", "--all", "--reason", "no")).contains("2 are discarded, 0 were busy.");
        assertThat(platform.requests())
                .containsExactly(
                        "POST /api/v1/dead-letters/retry {\"group\":\"g\",\"type\":\"t\"}",
                        "POST /api/v1/dead-letters/discard {\"all\":true,\"reason\":\"no\"}");
    }

    @Test
    void aRefusalIsSaidWithItsReasons() {
        CommandLine dlq = new CommandLine(new DlqCommand());
        List<String> said = new ArrayList<>();
        dlq.setExecutionExceptionHandler((fault, command, parsed) -> {
            said.add(String.valueOf(fault.getMessage()));
            return 1;
        });

        assertThat(dlq.execute(platform.arguments("retry", "1"))).isEqualTo(1);
        assertThat(said).containsExactly("Refused (409): No. It is discarded.\n  /payload/amount is no number");
    }

    private String um(String... arguments) {
        UmRun.Ended ended = platform.run(new DlqCommand(), arguments);
        assertThat(ended.status()).isZero();
        return ended.said();
    }
}
