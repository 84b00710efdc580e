package io.universalmiddleware.runtime.status;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The status of a process: its roles and each dependency's check. */
@Schema(description = "What a process is and how its dependencies are.")
public record PlatformStatus(
        @Schema(
                description = "UP if every check is.",
                enumeration = {"UP", "DOWN"})
        String status,

        @Schema(description = "The roles that the process plays.")
        List<String> roles,

        @Schema(description = "When the process started.") Instant since,

        @Schema(description = "One a dependency or part, by name.")
        List<Check> checks) {

    /** A check's outcome. */
    @Schema(name = "StatusCheck", description = "A check's outcome.")
    public record Check(
            String name,

            @Schema(enumeration = {"UP", "DOWN"}) String status,

            @Schema(description = "What the check tells besides, such as a latency.")
            Map<String, Object> data) {}

    /** Calls the checks; one that throws counts as down. */
    static PlatformStatus of(List<String> roles, Instant since, Stream<HealthCheck> checks) {
        List<Check> outcomes = checks.map(PlatformStatus::outcome)
                .sorted(Comparator.comparing(Check::name))
                .toList();
        boolean up = outcomes.stream().allMatch(check -> check.status().equals("UP"));
        return new PlatformStatus(up ? "UP" : "DOWN", roles, since, outcomes);
    }

    private static Check outcome(HealthCheck check) {
        try {
            HealthCheckResponse response = check.call();
            return new Check(
                    response.getName(),
                    response.getStatus().name(),
                    response.getData().orElse(Map.of()));
        } catch (RuntimeException failed) {
            return new Check(check.getClass().getSimpleName().toLowerCase(Locale.ROOT), "DOWN", Map.of());
        }
    }
}
