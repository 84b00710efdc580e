package io.universalmiddleware.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RequestMarksTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Clock CLOCK = Clock.systemUTC();

    @Test
    void keepsAValidIdAndMakesASortableOneElse() {
        assertThat(RequestMarks.of("job-7_x.1", null, null, CLOCK).requestId()).isEqualTo("job-7_x.1");
        assertThat(RequestMarks.of("a b", null, null, CLOCK).requestId()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7.*");
        assertThat(RequestMarks.of("a".repeat(65), null, null, CLOCK).requestId())
                .hasSize(36);
    }

    @Test
    void continuesAValidTraceUnderItsOwnSpan() {
        RequestMarks marks = RequestMarks.of(null, "00-" + TRACE + "-00f067aa0ba902b7-00", "v=1", CLOCK);

        assertThat(marks.trace().traceId()).isEqualTo(TRACE);
        assertThat(marks.trace().spanId()).isNotEqualTo("00f067aa0ba902b7");
        assertThat(marks.trace().sampled()).isFalse();
        assertThat(marks.traceState()).isEqualTo("v=1");
    }

    @Test
    void replacesAnInvalidTraceAndDropsWhatCameWithIt() {
        RequestMarks marks = RequestMarks.of(null, "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01", "v=1", CLOCK);

        assertThat(marks.trace().traceId()).isNotEqualTo("0".repeat(32));
        assertThat(marks.traceState()).isNull();
    }

    @Property
    void marksMayAlwaysBeEmitted(@ForAll String id, @ForAll String trace, @ForAll String state) {
        RequestMarks marks = RequestMarks.of(id, trace, state, CLOCK);

        assertThat(FieldSyntax.isToken(marks.requestId())).isTrue();
        assertThat(FieldSyntax.isValue(marks.trace().traceparent())).isTrue();
    }
}
