package io.universalmiddleware.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.universalmiddleware.contracts.settings.InvalidSettingsException;
import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.routing.Upstream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeSettingsTest {
    private static final List<Setting<?>> SECTION = new EdgeSettingsSection().settings();

    @Test
    void theDefaultsAreValid() {
        settings(Map.of()).check(SECTION);

        EdgeSettings defaults = EdgeSettings.from(settings(Map.of()));
        assertThat(defaults.listener().host()).isEqualTo("127.0.0.1");
        assertThat(defaults.listener().trustedHops()).isZero();
        assertThat(defaults.listener().maxBody()).isEqualTo(64L << 20);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/commands, platform",
        "/admin/v1/tenants, platform",
        "/health/ready, platform",
        "/metrics, platform",
        "/openapi, platform",
        "/console/, platform",
        "/.well-known/jwks.json, platform",
        "/oauth2/token, platform",
        "/connection/websocket, hub",
        "/connection/sse, hub",
        "/elsewhere,",
        "/,",
    })
    void platformPathsGoToThePlatformAndConnectionsToTheHub(String path, String upstream) {
        assertThat(EdgeSettings.from(settings(Map.of()))
                        .routes()
                        .table()
                        .match(path)
                        .map(route -> route.upstream())
                        .map(Upstream::name))
                .isEqualTo(Optional.ofNullable(upstream));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/commands, command",
        "/api/v1/commands/7/timeline, command",
        "/api/v1/dead-letters, processor",
        "/api/v1/views/course/java, cache",
        "/api/v1/status, platform",
        "/health/ready, platform",
        "/metrics, platform",
        "/connection/websocket, hub",
    })
    void whatARoleServesGoesToTheProcessThatHasIt(String path, String upstream) {
        RoleRoutes routes = EdgeSettings.from(settings(Map.of(
                        "um.edge.command-url", "http://127.0.0.1:8082",
                        "um.edge.processor-url", "http://127.0.0.1:8083",
                        "um.edge.cache-url", "http://127.0.0.1:8084")))
                .routes();

        assertThat(routes.table().match(path).map(route -> route.upstream().name()))
                .contains(upstream);
        assertThat(routes.elsewhere())
                .extracting(Upstream::name, Upstream::port)
                .containsExactly(tuple("command", 8082), tuple("processor", 8083), tuple("cache", 8084));
    }

    @Test
    void aUrlThatIsNoOriginIsNamedWithItsKey() {
        assertThatThrownBy(() -> settings(Map.of(
                                "um.edge.platform-url", "http://h/path",
                                "um.edge.hub-url", "ws://h",
                                "um.edge.drain", "1x"))
                        .check(SECTION))
                .isInstanceOfSatisfying(
                        InvalidSettingsException.class,
                        invalid -> assertThat(invalid.complaints())
                                .hasSize(3)
                                .anyMatch(c -> c.startsWith("um.edge.platform-url: "))
                                .anyMatch(c -> c.startsWith("um.edge.hub-url: "))
                                .anyMatch(c -> c.startsWith("um.edge.drain: ")));
    }

    private static Settings settings(Map<String, String> values) {
        return new Settings(key -> Optional.ofNullable(values.get(key)));
    }
}
