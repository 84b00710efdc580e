package io.universalmiddleware.runtime.log;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A wish for another log level, as the API takes it. */
@Schema(description = "A level for a logger, for a time or until it is reset or the process ends.")
public record LogLevelChange(
        @Schema(
                required = true,
                enumeration = {"OFF", "SEVERE", "WARNING", "INFO", "CONFIG", "FINE", "FINER", "FINEST", "ALL"})
        @Nullable
        String level,

        @JsonProperty("for")
        @Schema(
                name = "for",
                description = "After how long it becomes again what it was: an ISO 8601 duration, PT1S to PT24H.",
                example = "PT10M")
        @Nullable
        String lasting) {
    private static final Map<String, Level> LEVELS = new TreeMap<>();
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofHours(24);

    static {
        for (Level level : List.of(
                Level.OFF,
                Level.SEVERE,
                Level.WARNING,
                Level.INFO,
                Level.CONFIG,
                Level.FINE,
                Level.FINER,
                Level.FINEST,
                Level.ALL)) {
            LEVELS.put(level.getName(), level);
        }
    }

    /** A change that can be made. */
    record Valid(Level level, @Nullable Duration lasting) {}

    /** @throws ProblemException naming all that is wrong */
    Valid validated() {
        List<Violation> violations = new ArrayList<>();
        @Nullable Level known = level == null ? null : LEVELS.get(level);
        if (known == null) {
            violations.add(new Violation("/level", "expected one of " + String.join(", ", LEVELS.keySet())));
        }
        @Nullable Duration time = duration();
        if (lasting != null && (time == null || time.compareTo(LEAST) < 0 || time.compareTo(MOST) > 0)) {
            violations.add(new Violation("/for", "expected an ISO 8601 duration from PT1S to PT24H"));
        }
        if (known == null || !violations.isEmpty()) {
            throw new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, null, violations));
        }
        return new Valid(known, time);
    }

    private @Nullable Duration duration() {
        try {
            return lasting == null ? null : Duration.parse(lasting);
        } catch (DateTimeParseException none) {
            return null;
        }
    }
}
