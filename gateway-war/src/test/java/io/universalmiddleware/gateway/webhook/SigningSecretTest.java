package io.universalmiddleware.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSecretTest {
    private final UUID endpoint = UUID.randomUUID();

    @Test
    void isWrittenAndReadAndNeverSaysItselfInALog() {
        SigningSecret secret = SigningSecret.generate();

        assertThat(secret.text()).startsWith("whsec_");
        assertThat(SigningSecret.parse(secret.text()).orElseThrow().bytes())
                .isEqualTo(secret.bytes())
                .hasSize(32);
        assertThat(secret.toString()).doesNotContain(secret.text().substring(6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_????", "whsec_c2hvcnQ="})
    void whatIsOfAnotherFormIsRefused(String text) {
        assertThat(SigningSecret.parse(text)).isEmpty();
    }

    @Test
    void hasFrom24To64Bytes() {
        assertThat(SigningSecret.parse(of(23))).isEmpty();
        assertThat(SigningSecret.parse(of(24))).isPresent();
        assertThat(SigningSecret.parse(of(64))).isPresent();
        assertThat(SigningSecret.parse(of(65))).isEmpty();
    }

    @Test
    void aBoxWithAKeySealsForOneEndpointAndOpensWhatAnyOfItsKeysSealed() {
        SigningSecret secret = SigningSecret.generate();
        String old = SecretBox.of(key(1)).seal(secret, endpoint);
        SecretBox box = SecretBox.of(key(2) + ", " + key(1));

        assertThat(old).startsWith("sealed:").doesNotContain(secret.text());
        assertThat(box.open(old, endpoint).orElseThrow().text()).isEqualTo(secret.text());
        assertThat(box.open(box.seal(secret, endpoint), endpoint).orElseThrow().text())
                .isEqualTo(secret.text());
        assertThat(box.open(old, UUID.randomUUID())).isEmpty();
        assertThat(SecretBox.of(key(2)).open(old, endpoint)).isEmpty();
        assertThat(SecretBox.of("").open(old, endpoint)).isEmpty();
    }

    @Test
    void aBoxWithoutKeysLeavesThemAsTheyAreAndOneWithAKeyStillReadsThose() {
        SigningSecret secret = SigningSecret.generate();
        String kept = SecretBox.of("").seal(secret, endpoint);

        assertThat(kept).isEqualTo(secret.text());
        assertThat(SecretBox.of(key(1)).open(kept, endpoint)).isPresent();
        assertThatThrownBy(() -> SecretBox.of("c2hvcnQ=")).hasMessageContaining("32 bytes");
    }

    private static String of(int bytes) {
        return "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    private static String key(int fill) {
        byte[] key = new byte[32];
        java.util.Arrays.fill(key, (byte) fill);
        return Base64.getEncoder().encodeToString(key);
    }
}
