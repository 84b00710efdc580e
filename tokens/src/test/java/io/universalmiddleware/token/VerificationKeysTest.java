package io.universalmiddleware.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.contracts.settings.InvalidSettingsException;
import io.universalmiddleware.contracts.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationKeysTest {
    @Test
    void keysComeFromAFileOrInline(@TempDir Path folder) throws Exception {
        String key = new Tokens(new TestClock()).publicKeys().get(0).toJSONString();
        Path file = Files.writeString(folder.resolve("key.json"), key);

        assertThat(VerificationKeys.from(from(Map.of("mp.jwt.verify.publickey", key))))
                .hasSize(1);
        assertThat(VerificationKeys.from(from(Map.of("mp.jwt.verify.publickey.location", file.toString()))))
                .hasSize(1);
        assertThat(VerificationKeys.from(from(
                        Map.of("mp.jwt.verify.publickey.location", file.toUri().toString()))))
                .hasSize(1);
    }

    @Test
    void noneNeedBeConfigured() {
        assertThat(VerificationKeys.from(from(Map.of()))).isEmpty();
    }

    @Test
    void aKeyThatCannotBeHadIsNamed() {
        for (Map<String, String> values : List.of(
                Map.of("mp.jwt.verify.publickey.location", "/nowhere.pem"),
                Map.of("mp.jwt.verify.publickey", "nonsense"))) {
            assertThatThrownBy(() -> VerificationKeys.from(from(values)))
                    .isInstanceOf(InvalidSettingsException.class)
                    .hasMessageContaining("mp.jwt.verify.publickey");
        }
    }

    private static Settings from(Map<String, String> values) {
        return new Settings(key -> Optional.ofNullable(values.get(key)));
    }
}
