package io.universalmiddleware.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void keepsWhatTheClientBrought() {
        RequestIds ids = RequestIds.of("abc-1.2_3", PARENT, Clock.systemUTC());

        assertThat(ids.header("x-request-id")).isEqualTo("abc-1.2_3");
        assertThat(ids.header("Traceparent")).isEqualTo(PARENT);
        assertThat(ids.header("Accept")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a\r\nSet-Cookie: x=1",
                "ä",
                "<script>",
                "0123456789012345678901234567890123456789012345678901234567890123456789"
            })
    void replacesAnIdThatIsNotWellFormed(String given) {
        assertThat(RequestIds.of(given, null, Clock.systemUTC()).requestId())
                .isNotEqualTo(given)
                .matches("[0-9a-f-]{36}");
    }

    @Test
    void startsATraceIfThereIsNone() {
        RequestIds ids = RequestIds.of(null, "00-zz", Clock.systemUTC());

        assertThat(ids.header("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }
}
