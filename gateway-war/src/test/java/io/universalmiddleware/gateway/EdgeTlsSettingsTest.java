package io.universalmiddleware.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.proxy.TlsListener;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EdgeTlsSettingsTest {
    @Test
    void withoutACertificateThereIsNoListener() {
        assertThat(EdgeTlsSettings.from(settings(Map.of()))).isEmpty();
        assertThat(EdgeTlsSettings.from(settings(Map.of("um.edge.tls.port", "9443"))))
                .isEmpty();
    }

    @Test
    void aCertificateAndItsKeyAreEnough() {
        TlsListener listener = EdgeTlsSettings.from(
                        settings(Map.of("um.edge.tls.certificate", "/tls/a.crt", "um.edge.tls.key", "/tls/a.key")))
                .orElseThrow();

        assertThat(listener.port()).isEqualTo(8443);
        assertThat(listener.reload()).isEqualTo(Duration.ofSeconds(10));
        assertThat(listener.handshake()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void oneWithoutTheOtherIsSaid() {
        assertThatThrownBy(() -> EdgeTlsSettings.from(settings(Map.of("um.edge.tls.certificate", "/tls/a.crt"))))
                .hasMessageContaining("um.edge.tls.key");
        assertThatThrownBy(() -> EdgeTlsSettings.from(settings(Map.of("um.edge.tls.key", "/tls/a.key"))))
                .hasMessageContaining("um.edge.tls.certificate");
    }

    @Test
    void aDirectoryWithoutACertificateIsSaid() {
        assertThatThrownBy(() -> EdgeTlsSettings.from(settings(Map.of("um.edge.tls.directory", "/tls"))))
                .hasMessageContaining("um.edge.tls.directory")
                .hasMessageContaining("um.edge.tls.certificate");
    }

    private static Settings settings(Map<String, String> values) {
        return new Settings(key -> Optional.ofNullable(values.get(key)));
    }
}
