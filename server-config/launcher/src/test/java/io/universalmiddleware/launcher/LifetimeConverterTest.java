package io.universalmiddleware.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class LifetimeConverterTest {
    private final LifetimeConverter converter = new LifetimeConverter();

    @Test
    void readsIsoAndShortForms() {
        assertThat(converter.convert("PT5M")).isEqualTo(Duration.ofMinutes(5));
        assertThat(converter.convert("12h")).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void saysWhatItExpects() {
        assertThatThrownBy(() -> converter.convert("soon"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("PT5M");
    }
}
