package io.universalmiddleware.gateway.identity.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryCodeTest {
    @Test
    void tenAreMadeAndNoneIsAnother() {
        List<RecoveryCode> codes = RecoveryCode.generate();

        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        assertThat(codes).allMatch(code -> code.text().matches("[a-z2-7]{4}(-[a-z2-7]{4}){5}"));
        assertThat(codes).allMatch(code -> code.toString().equals("recovery code"));
    }

    @Test
    void isKnownHoweverItIsWritten() {
        byte[] hash = new RecoveryCode("abcd-efgh-2345-abcd-efgh-2345").hash();

        assertThat(new RecoveryCode("ABCD EFGH 2345 abcdefgh2345").hash()).isEqualTo(hash);
        assertThat(new RecoveryCode("abcd-efgh-2345-abcd-efgh-2346").hash()).isNotEqualTo(hash);
    }
}
