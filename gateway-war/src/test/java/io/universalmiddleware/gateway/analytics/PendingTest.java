package io.universalmiddleware.gateway.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.traffic.Recorder;
import io.universalmiddleware.gateway.traffic.TestRequest;
import io.universalmiddleware.gateway.traffic.Traffic;
import io.universalmiddleware.persistence.analytics.TrafficCount;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final Pending pending = new Pending(10, 5);

    @Test
    void countsOfOneMinuteAreOne() {
        record(NOON.plusSeconds(3), "a", 4);
        record(NOON.plusSeconds(55), "a", 5);
        record(NOON.plusSeconds(61), "a", 1);

        List<TrafficCount> counts = pending.takeCounts();

        assertThat(counts)
                .extracting(TrafficCount::minute, TrafficCount::requests)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(NOON, 9L),
                        org.assertj.core.groups.Tuple.tuple(NOON.plusSeconds(60), 1L));
        assertThat(pending.takeCounts()).isEmpty();
    }

    @Test
    void beyondItsBoundItKeepsHoursAndLosesNoRequest() {
        for (int minute = 0; minute < 50; minute++) {
            record(NOON.plusSeconds(60L * minute), "a", 2);
        }

        List<TrafficCount> counts = pending.takeCounts();

        assertThat(counts).hasSizeLessThanOrEqualTo(10);
        assertThat(counts.stream().mapToLong(TrafficCount::requests).sum()).isEqualTo(100);
        assertThat(pending.takeLost()).isZero();
    }

    @Test
    void anHoursFirstMinuteIsAddedToTheHour() {
        for (int minute = 10; minute > 0; minute--) {
            record(NOON.plusSeconds(60L * minute), "a", 2);
        }
        record(NOON, "a", 3);

        assertThat(pending.takeCounts())
                .singleElement()
                .satisfies(count -> assertThat(count.requests()).isEqualTo(23));
    }

    @Test
    void anHourThatIsOverHasNoSecondListOfAskers() {
        record(NOON, "a", 8);
        assertThat(pending.top().due(NOON.plusSeconds(3_800), false))
                .singleElement()
                .satisfies(place -> assertThat(place.requests()).isEqualTo(8));

        record(NOON.plusSeconds(3_599), "a", 1);
        assertThat(pending.top().due(NOON.plusSeconds(4_000), true)).isEmpty();
        record(NOON.plusSeconds(3_600), "a", 1);
        assertThat(pending.top().due(NOON.plusSeconds(4_020), true)).hasSize(1);
    }

    @Test
    void whatHasNoRoomEvenThenIsCountedAsLost() {
        for (int route = 0; route < 25; route++) {
            record(NOON, "route-" + route, 2);
        }
        record(NOON.plusSeconds(120), "route-0", 3);

        long kept =
                pending.takeCounts().stream().mapToLong(TrafficCount::requests).sum();

        assertThat(kept).isEqualTo(23);
        assertThat(pending.takeLost()).isEqualTo(30);
    }

    @Test
    void entriesBeyondTheBoundAreDroppedAndCounted() {
        record(NOON, "a", 8);

        assertThat(pending.takeEntries()).hasSize(5);
        assertThat(pending.takeDropped()).isEqualTo(3);
        assertThat(pending.takeDropped()).isZero();
    }

    private void record(Instant at, String route, int requests) {
        Traffic traffic = new Traffic(1_000, Clock.fixed(at, ZoneOffset.UTC));
        Recorder recorder = traffic.recorder(1);
        for (int i = 0; i < requests; i++) {
            recorder.ended(TestRequest.of("shop", route, 200));
        }
        recorder.handOver();
        pending.add(traffic.take());
    }
}
