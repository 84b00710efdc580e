package io.universalmiddleware.hub.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 200_000})
    void theFrameSaysItsLengthAndItsKind(int length) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 'x');

        Encoded binary = Encoded.binary(payload);
        Encoded text = Encoded.text("x".repeat(length));

        assertThat(binary.frame()[0]).isEqualTo((byte) 0x82);
        assertThat(text.frame()[0]).isEqualTo((byte) 0x81);
        assertThat(lengthIn(ByteBuffer.wrap(text.frame()))).isEqualTo(length);
        assertThat(text.size()).isEqualTo(length);
        assertThat(text.frame()).hasSize(text.head() + length);
        assertThat(text.isText()).isTrue();
        assertThat(binary.isText()).isFalse();
        assertThat(binary.bytes()).isEqualTo(ByteBuffer.wrap(payload));
    }

    @Test
    void textIsCountedInBytes() {
        assertThat(Encoded.text("hé").size()).isEqualTo(3);
        assertThat(Encoded.text("hé").text()).isEqualTo("hé");
    }

    /** RFC 6455, section 5.2. */
    private static long lengthIn(ByteBuffer frame) {
        frame.get();
        int first = frame.get();
        return switch (first) {
            case 126 -> frame.getShort() & 0xFFFF;
            case 127 -> frame.getLong();
            default -> first;
        };
    }
}
