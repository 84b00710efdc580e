package io.universalmiddleware.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.settings.OperatorTenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    @TempDir
    Path directory;

    @Test
    void theEnvironmentStandsAboveTheFile() throws IOException {
        Configuration configuration = read("um.edge.port=1\num.hub.port=2\n", Map.of("UM_EDGE_PORT", "3"));

        assertThat(configuration.get(LauncherSettings.EDGE_PORT)).isEqualTo(3);
        assertThat(configuration.get(LauncherSettings.HUB_PORT)).isEqualTo(2);
        assertThat(configuration.properties())
                .containsOnly(Map.entry("um.edge.port", "3"), Map.entry("um.hub.port", "2"));
    }

    @Test
    void whatNobodySetHasItsDefault() {
        Configuration configuration = Configuration.read(directory.resolve("none"), Map.of());

        assertThat(configuration.get(LauncherSettings.EDGE_PORT)).isEqualTo(8080);
        assertThat(configuration.find("um.edge.port")).isEmpty();
    }

    @Test
    void aDashInAKeyIsAnUnderscoreInTheEnvironment() throws IOException {
        Configuration configuration = read("", Map.of("UM_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092"));

        assertThat(configuration.find("um.kafka.bootstrap-servers")).contains("kafka:9092");
    }

    @Test
    void anAddedValueStandsAboveTheEnvironment() throws IOException {
        Configuration configuration = read("", Map.of("UM_EDGE_PORT", "3")).with("um.edge.port", 4);

        assertThat(configuration.get(LauncherSettings.EDGE_PORT)).isEqualTo(4);
    }

    @Test
    void whatNobodySetMayHaveAnotherDefault() throws IOException {
        assertThat(read("", Map.of())
                        .orElse(OperatorTenant.SETTING.key(), "demo")
                        .get(OperatorTenant.SETTING))
                .isEqualTo("demo");
        assertThat(read("um.operator-tenant=ops", Map.of())
                        .orElse(OperatorTenant.SETTING.key(), "demo")
                        .get(OperatorTenant.SETTING))
                .isEqualTo("ops");
    }

    private Configuration read(String text, Map<String, String> environment) throws IOException {
        return Configuration.read(Files.writeString(directory.resolve("um.properties"), text), environment);
    }
}
