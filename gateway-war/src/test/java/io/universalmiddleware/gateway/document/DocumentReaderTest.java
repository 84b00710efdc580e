package io.universalmiddleware.gateway.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.Violation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentReaderTest {
    private static final int MOST = 100_000;

    private final DocumentReader reader = new DocumentReader(MOST);

    @Test
    void readsAnObject() throws IOException {
        assertThat(read("{\"a\": [1, 0.5, \"x\\ud83d\\ude00\", null, true]}").toString())
                .isEqualTo("{\"a\":[1,0.5,\"x😀\",null,true]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "1",
                "{",
                "{\"a\":1} {}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":01}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":1234567890123456789012345678901234567890123}",
                "{a:1}",
                "{\"a\":\"\u0001\"}",
            })
    void refusesWhatIsNoObject(String body) {
        assertThat(refused(body).status()).isEqualTo(400);
    }

    @Test
    void refusesNestingThatIsTooDeep() {
        assertThat(refused("{\"a\":".repeat(65) + "1" + "}".repeat(65)).status())
                .isEqualTo(400);
        assertThat(refused("{\"a\":" + "[".repeat(50_000)).status()).isEqualTo(400);
    }

    @Test
    void refusesWhatIsTooLarge() {
        assertThat(refused("{\"a\":\"" + "x".repeat(MOST) + "\"}").status()).isEqualTo(413);
    }

    @Test
    void refusesWhatNoStoreKeeps() {
        assertThat(refused("{\"a\":\"\\u0000\",\"b\":[\"\\ud800\"],\"\\u0000\":1,\"c\":1e400}").violations().stream()
                        .map(Violation::pointer))
                .containsExactly("/a", "/b/0", "/\u0000", "/c");
    }

    @Property(tries = 1_000)
    void noBytesMakeItFailOtherwise(@ForAll @Size(max = 60) byte[] bytes) {
        assertThatNoException().isThrownBy(() -> {
            try {
                reader.read(new ByteArrayInputStream(bytes));
            } catch (ProblemException refused) {
                assertThat(refused.problem().status()).isEqualTo(400);
            }
        });
    }

    private Object read(String body) throws IOException {
        return reader.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private Problem refused(String body) {
        ProblemException[] refusal = new ProblemException[1];
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read(body))
                .satisfies(thrown -> refusal[0] = thrown);
        return refusal[0].problem();
    }
}
