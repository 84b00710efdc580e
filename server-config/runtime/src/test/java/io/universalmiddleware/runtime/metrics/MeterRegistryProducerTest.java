package io.universalmiddleware.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeterRegistryProducerTest {
    @Test
    void writesThePlatformsTimersAsHistogramsInSeconds() {
        var registry = MeterRegistryProducer.newRegistry();
        Timer timer = registry.timer("um.command.accept", "outcome", "accepted");

        timer.record(Duration.ofMillis(30));

        assertThat(registry.scrape())
                .contains("# TYPE um_command_accept_seconds histogram")
                .contains("um_command_accept_seconds_bucket{outcome=\"accepted\",le=\"0.025\"} 0")
                .contains("um_command_accept_seconds_bucket{outcome=\"accepted\",le=\"0.05\"} 1")
                .contains("um_command_accept_seconds_bucket{outcome=\"accepted\",le=\"+Inf\"} 1")
                .contains("um_command_accept_seconds_sum{outcome=\"accepted\"} 0.03");
    }

    @Test
    void tellsTheProcess() {
        assertThat(MeterRegistryProducer.newRegistry().scrape())
                .contains(
                        "jvm_memory_used_bytes",
                        "process_uptime_seconds",
                        "process_files_open_files",
                        "process_cpu_usage");
    }
}
