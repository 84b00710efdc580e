package io.universalmiddleware.command.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.command.catalogue.OpenAccount;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionReaderTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final String PAYLOAD = "{\"owner\":\"ann\",\"currency\":\"EUR\"}";

    private final SubmissionReader reader = new SubmissionReader(OpenAccount.catalogue(), 100_000);

    @Test
    void takesTheNewestVersionAndMakesTheAggregateIdOfThePayload() {
        Submission submission = read("{\"type\":\"bank.OpenAccount\",\"payload\":" + PAYLOAD + "}");

        assertThat(submission.version()).isEqualTo(2);
        assertThat(submission.aggregate().recordKey()).isEqualTo("acme/bank.Account/ann:EUR");
        assertThat(submission.payload()).isEqualTo(PAYLOAD);
    }

    @Test
    void takesTheAskedVersionAndTheGivenAggregateId() {
        assertThat(read("{\"type\":\"bank.OpenAccount\",\"version\":1,\"aggregateId\":\"ann:EUR\",\"payload\":"
                                + PAYLOAD + "}")
                        .version())
                .isEqualTo(1);
        assertThat(read("{\"type\":\"bank.CloseAccount\",\"aggregateId\":\"any\",\"payload\":" + PAYLOAD + "}")
                        .aggregate()
                        .id())
                .isEqualTo("any");
    }

    @Test
    void equalRequestsHaveOneFingerprintHoweverWritten() {
        byte[] first = read("{\"type\":\"bank.OpenAccount\",\"payload\":{\"owner\":\"ann\",\"currency\":\"EUR\","
                        + "\"limit\":10}}")
                .fingerprint();
        byte[] same = read("{ \"payload\": {\"limit\":1e1, \"currency\":\"EUR\",\"owner\":\"\\u0061nn\"},"
                        + "\"type\":\"bank.OpenAccount\"}")
                .fingerprint();
        byte[] other = read("{\"type\":\"bank.OpenAccount\",\"payload\":{\"owner\":\"ann\",\"currency\":\"EUR\","
                        + "\"limit\":11}}")
                .fingerprint();

        assertThat(same).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "nonsense",
                "{\"type\":\"bank.OpenAccount\",\"type\":\"bank.OpenAccount\",\"payload\":{}}",
                "{\"type\":\"bank.OpenAccount\",\"payload\":{}} {}",
                "{\"type\":\"bank.OpenAccount\",\"payload\":{\"limit\":NaN}}"
            })
    void refusesWhatIsNoJsonObject(String body) {
        assertThat(problem(body).type()).isEqualTo(ProblemType.MALFORMED_REQUEST.uri());
    }

    @Test
    void refusesBombs() {
        assertThat(problem("{\"type\":\"bank.OpenAccount\",\"payload\":" + "[".repeat(10_000))
                        .status())
                .isEqualTo(400);
        assertThat(problem("{\"type\":\"bank.OpenAccount\",\"payload\":" + "9".repeat(10_000) + "}")
                        .status())
                .isEqualTo(400);
        assertThat(problem("{\"type\":\"bank.OpenAccount\",\"payload\":{\"owner\":\"a\",\"currency\":\"EUR\","
                                + "\"limit\":1e999999999}}")
                        .violations())
                .extracting(Violation::pointer)
                .contains("/payload/limit");
    }

    @Test
    void namesUnknownAndMissingMembers() {
        Problem problem = problem("{\"typ\":\"x\",\"tenantId\":\"other\",\"version\":\"1\"}");

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.violations())
                .extracting(Violation::pointer)
                .containsExactly("/typ", "/tenantId", "/type", "/version", "/payload");
    }

    @Test
    void refusesUnknownTypesAndVersions() {
        assertThat(problem("{\"type\":\"bank.Rob\",\"payload\":{}}").type())
                .isEqualTo(ProblemType.UNKNOWN_COMMAND_TYPE.uri());
        assertThat(problem("{\"type\":\"bank.OpenAccount\",\"version\":3,\"payload\":{}}")
                        .type())
                .isEqualTo(ProblemType.UNKNOWN_COMMAND_VERSION.uri());
    }

    @Test
    void tellsAllThatIsWrongWithACommandAtOnce() {
        Problem problem = problem("{\"type\":\"bank.OpenAccount\",\"priority\":1,\"notBefore\":\"now\","
                + "\"aggregateId\":\"bob:EUR\",\"payload\":{\"owner\":\"ann\",\"currency\":\"EUR\",\"limit\":-1,"
                + "\"tags\":[\"\\u0000\"]}}");

        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.violations())
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder(
                        "/payload/limit", "/payload/tags/0", "/priority", "/notBefore", "/aggregateId");
    }

    @Test
    void demandsAnAggregateIdWhereThePayloadMakesNone() {
        assertThat(problem("{\"type\":\"bank.CloseAccount\",\"payload\":" + PAYLOAD + "}")
                        .violations())
                .containsExactly(new Violation("/aggregateId", "is required"));
    }

    private Submission read(String body) {
        return reader.check(ACME, reader.read(body.getBytes(StandardCharsets.UTF_8)));
    }

    private Problem problem(String body) {
        return catchThrowableOfType(ProblemException.class, () -> read(body)).problem();
    }
}
