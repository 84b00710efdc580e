package io.universalmiddleware.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.contracts.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogLevelsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String NAME = "test.levels.some";

    private Instant now = NOW;
    private final LogLevels levels = new LogLevels(new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @AfterEach
    void reset() {
        levels.resetAll();
    }

    @Test
    void aLevelIsInForceAtOnceAndBelow() {
        levels.set("test.levels", Level.FINE, null);

        assertThat(Logger.getLogger(NAME).isLoggable(Level.FINE)).isTrue();
        assertThat(levels.of(NAME)).isEqualTo(new LogLevel(NAME, "FINE", false, null));
        assertThat(levels.changed()).containsExactly(new LogLevel("test.levels", "FINE", true, null));
    }

    @Test
    void aChangeSurvivesTheLoggersCollection() {
        levels.set(NAME, Level.FINEST, null);
        System.gc();

        assertThat(Logger.getLogger(NAME).getLevel()).isEqualTo(Level.FINEST);
    }

    @Test
    void isWhatItWasBeforeTheFirstChangeWhenItsTimeIsOver() {
        levels.set(NAME, Level.FINE, Duration.ofMinutes(1));
        levels.set(NAME, Level.FINEST, Duration.ofMinutes(10));
        now = NOW.plus(Duration.ofMinutes(9));
        assertThat(levels.expire()).isEmpty();
        assertThat(levels.of(NAME).until()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));

        now = NOW.plus(Duration.ofMinutes(10));

        assertThat(levels.expire()).containsExactly(NAME);
        assertThat(Logger.getLogger(NAME).getLevel()).isNull();
        assertThat(levels.changed()).isEmpty();
    }

    @Test
    void resetsOnlyWhatWasChanged() {
        assertThat(levels.reset(NAME)).isFalse();
        levels.set(NAME, Level.OFF, null);

        assertThat(levels.reset(NAME)).isTrue();
        assertThat(Logger.getLogger(NAME).getLevel()).isNull();
    }

    @Test
    void theRootHasAName() {
        Level before = Logger.getLogger("").getLevel();
        levels.set(LogLevels.ROOT, Level.SEVERE, null);
        assertThat(Logger.getLogger("").getLevel()).isEqualTo(Level.SEVERE);

        levels.resetAll();

        assertThat(Logger.getLogger("").getLevel()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT10M", "PT24H", "P1D"})
    void takesATimeFromASecondToADay(String lasting) {
        assertThat(new LogLevelChange("FINE", lasting).validated().lasting()).isEqualTo(Duration.parse(lasting));
    }

    @ParameterizedTest
    @CsvSource({"fine,", "DEBUG,", ",", "FINE,10m", "FINE,PT0S", "FINE,-PT5S", "FINE,P2D", "FINE,''"})
    void refusesWhatIsNoLevelOrNoTime(String level, String lasting) {
        assertThatThrownBy(() -> new LogLevelChange(level, lasting).validated()).isInstanceOf(ProblemException.class);
    }
}
