package io.universalmiddleware.contracts.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String VALID = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void keepsTheTraceAndMakesANewSpanForAChild() {
        TraceContext context = TraceContext.parse(VALID).orElseThrow();

        assertThat(context.traceparent()).isEqualTo(VALID);
        assertThat(context.child().traceId()).isEqualTo(context.traceId());
        assertThat(context.child().spanId()).isNotEqualTo(context.spanId()).matches("[0-9a-f]{16}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00F067AA0BA902B7-01",
                "00-xyz-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nX: y"
            })
    void refusesWhatIsNoTraceparent(String text) {
        assertThat(TraceContext.parse(text)).isEmpty();
    }

    @Test
    void startsAValidTraceWhenNoneComes() {
        TraceContext started = TraceContext.continuing(null);

        assertThat(TraceContext.parse(started.traceparent())).contains(started);
    }
}
