package io.universalmiddleware.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BootFaultTest {
    @Test
    void tellsEveryComplaintAboutSettings() {
        List<String> said =
                List.of("a line before", "Invalid configuration:", "  um.edge.port: no port", "  um.roles: no roles");

        assertThat(BootFault.in(said))
                .isEqualTo("Invalid configuration:\n  um.edge.port: no port\n  um.roles: no roles");
    }

    @Test
    void tellsTheInnermostCauseOfTheLastError() {
        List<String> said = List.of(
                "{\"level\":\"ERROR\",\"message\":\"first\"}",
                "{\"Level\":\"SEVERE\",\"LogMessage\":\"Deployment failed\",\"Throwable\":{\"StackTrace\":"
                        + "\"a.A: outer\\n\\tat x\\nCaused by: b.B: middle\\nCaused by: c.C: refused\\n\\tat y\"}}",
                "{\"level\":\"INFO\",\"message\":\"ending\"}",
                "no json");

        assertThat(BootFault.in(said)).isEqualTo("Deployment failed c.C: refused");
    }

    @Test
    void tellsTheLastLineWhenThereIsNoError() {
        assertThat(BootFault.in(List.of("first", "last", " "))).isEqualTo("last");
        assertThat(BootFault.in(List.of())).isEqualTo("it said nothing");
    }
}
