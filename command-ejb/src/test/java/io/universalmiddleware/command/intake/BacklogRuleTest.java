package io.universalmiddleware.command.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.persistence.outbox.OutboxBacklog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class BacklogRuleTest {
    private Instant now = Instant.parse("2026-11-01T12:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };
    private final BacklogRule rule = new BacklogRule(new BacklogRule.Limits(Duration.ofSeconds(60), 1_000, 50), clock);

    @Test
    void takesCommandsBeforeAnythingIsMeasured() {
        assertThat(rule.complaint()).isEmpty();
    }

    @Test
    void shutsAtTheDepthAndOpensAtAPartOfIt() {
        assertThat(measured(999, 1)).isFalse();
        assertThat(measured(1_000, 1)).isTrue();
        assertThat(rule.complaint()).get().asString().contains("1000");

        assertThat(measured(999, 1)).isFalse();
        assertThat(measured(500, 1)).isFalse();
        assertThat(rule.complaint()).isPresent();
        assertThat(measured(499, 1)).isTrue();
        assertThat(rule.complaint()).isEmpty();

        assertThat(measured(999, 1)).isFalse();
        assertThat(rule.complaint()).isEmpty();
    }

    @Test
    void shutsAtTheAgeAndOpensAtAPartOfIt() {
        assertThat(measured(1, 59)).isFalse();
        assertThat(measured(1, 60)).isTrue();
        assertThat(measured(1, 30)).isFalse();
        assertThat(rule.complaint()).get().asString().contains("30 s");
        assertThat(measured(1, 29)).isTrue();
        assertThat(rule.complaint()).isEmpty();
    }

    @Test
    void opensOnlyWhenBothHaveFallen() {
        measured(2_000, 90);

        assertThat(measured(10, 31)).isFalse();
        assertThat(measured(501, 1)).isFalse();
        assertThat(measured(10, 1)).isTrue();
    }

    @Test
    void aMeasurementDoesNotHoldForEver() {
        measured(2_000, 1);
        now = now.plusSeconds(30);
        assertThat(rule.complaint()).isPresent();

        now = now.plusSeconds(1);
        assertThat(rule.complaint()).isEmpty();
        assertThat(measured(999, 1)).isFalse();
        assertThat(rule.complaint()).isEmpty();
    }

    private boolean measured(long depth, int ageSeconds) {
        return rule.measured(new OutboxBacklog(depth, Duration.ofSeconds(ageSeconds)));
    }
}
