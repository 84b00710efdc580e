package io.universalmiddleware.gateway.transforming;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.filter.Passage;
import io.universalmiddleware.gateway.http.Fields;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformationFilterTest {
    private static final String BOTH = "{'request':{'changes':[{'set':'/tenant','text':'{tenant}'}]},"
            + "'response':{'changes':[{'unwrap':'/data'}]}}";

    private final TransformationFilter filter =
            new TransformationFilter(Documents.read(Transformations::read, BOTH), null);

    @Test
    void changesWhatGoesToTheOrigin() {
        Passage passage = Passage.of(
                        "POST", "/", "{}".getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json")
                .through(filter);

        assertThat(passage.passed).isTrue();
        assertThat(new String(passage.call.body(), StandardCharsets.UTF_8)).isEqualTo("{\"tenant\":\"acme\"}");
        assertThat(passage.request.get("Accept-Encoding")).isEqualTo("identity");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, '{', '', 400",
        "application/json, '{}', gzip, 415",
        "text/plain, '{', '', 0",
        "'', '', '', 0"
    })
    void takesJsonOrPassesTheRest(String type, String body, String coding, int status) {
        Passage passage = Passage.of("POST", "/", body.getBytes(StandardCharsets.UTF_8));
        if (!type.isEmpty()) {
            passage.request.set("Content-Type", type);
        }
        if (!coding.isEmpty()) {
            passage.request.set("Content-Encoding", coding);
        }

        passage.through(filter);

        assertThat(passage.refusal == null ? 0 : passage.refusal.type().status())
                .isEqualTo(status);
    }

    @Test
    void theTagOfAChangedAnswerIsWeak() {
        Passage passage = Passage.of("GET", "/").through(filter);

        assertThat(passage.back(filter, 200, "Content-Type", "application/json", "ETag", "\"a\"")
                        .get("ETag"))
                .isEqualTo("W/\"a\"");
        assertThat(passage.back(filter, 404, "Content-Type", "application/json", "ETag", "\"a\"")
                        .get("ETag"))
                .isEqualTo("\"a\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void saysNothingOfTheOriginsOctets(String method) {
        Fields head = Passage.of(method, "/")
                .through(filter)
                .back(
                        filter,
                        200,
                        "Content-Type",
                        "application/json",
                        "Content-Length",
                        "10",
                        "ETag",
                        "\"a\"",
                        "Accept-Ranges",
                        "bytes",
                        "Content-MD5",
                        "x",
                        "Content-Digest",
                        "sha-256=:x:",
                        "Repr-Digest",
                        "sha-256=:x:",
                        "Digest",
                        "sha-256=x");

        assertThat(head.toString()).isEqualTo("[Content-Type, ETag]");
        assertThat(head.get("ETag")).isEqualTo("W/\"a\"");
    }

    @Test
    void aNotModifiedHasTheTagOfTheChangedAnswer() {
        Passage passage = Passage.of("GET", "/").through(filter);

        assertThat(passage.back(filter, 304, "ETag", "\"a\"").get("ETag")).isEqualTo("W/\"a\"");
    }
}
