package io.universalmiddleware.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.stores.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Both engines decide alike.
 *
 * <p>No registry has the Open Policy Agent's server. So what a real one (1.4.2) decided about drawn inputs is kept beside this test and is what the
 * embedded engine is held to everywhere. Where the environment variable {@code OPA} names a binary the same test starts it too, asks it
 * about these and about others, and compares both; {@code OPA_WRITE=1} writes down anew what it says.
 */
class EnginesAgreeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEPT = "decisions.json";
    private static final int CASES = 600;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedEngine embedded = new EmbeddedEngine(2);

    @Test
    void theEmbeddedEngineDecidesAsTheRealServerDid() throws IOException, InterruptedException {
        List<Input> inputs = Cases.drawn(1, CASES);
        @Nullable String binary = System.getenv("OPA");
        if (binary != null) {
            compareWith(binary, inputs);
        }

        List<String> kept = kept();

        assertThat(said(embedded, inputs)).containsExactlyElementsOf(kept);
        assertThat(kept)
                .contains(
                        "ALLOWED granted",
                        "ALLOWED granted, of some",
                        "DENIED no role grants it",
                        "DENIED it is kept for others",
                        "DENIED it is another tenant's");
    }

    private void compareWith(String binary, List<Input> kept) throws IOException, InterruptedException {
        try (OpaServer server = OpaServer.start(binary, Path.of("src/main/rego"), Ports.free())) {
            PolicyEngine remote = remote(server.address());
            List<String> said = said(remote, kept);
            if ("1".equals(System.getenv("OPA_WRITE"))) {
                JSON.writerWithDefaultPrettyPrinter()
                        .writeValue(
                                Files.newOutputStream(
                                        Path.of("src/test/resources/io/universalmiddleware/policy", KEPT)),
                                said);
            }
            assertThat(said(embedded, kept)).containsExactlyElementsOf(said);
            long seed = System.nanoTime();
            List<Input> others = Cases.drawn(seed, 3 * CASES);
            assertThat(said(embedded, others)).as("seed %d", seed).containsExactlyElementsOf(said(remote, others));
        }
    }

    private static PolicyEngine remote(URI address) {
        return new OpaServerEngine(address, Optional.empty(), PATIENCE);
    }

    private static List<String> said(PolicyEngine engine, List<Input> inputs) {
        List<String> said = new ArrayList<>();
        for (Input input : inputs) {
            Decision decision = engine.decide(input, Cases.DATA);
            said.add(decision.outcome() + " " + decision.reason() + (decision.limited() ? ", of some" : ""));
        }
        return said;
    }

    private static List<String> kept() throws IOException {
        try (InputStream resource = Objects.requireNonNull(EnginesAgreeTest.class.getResourceAsStream(KEPT), KEPT)) {
            return JSON.readValue(resource, new TypeReference<>() {});
        }
    }
}
