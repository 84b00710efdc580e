package io.universalmiddleware.gateway.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

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

        List<TrafficCount> counts = pending.takeCounts(1_000);

        assertThat(counts)
                .extracting(TrafficCount::minute, TrafficCount::requests)
                .containsExactlyInAnyOrder(tuple(NOON, 9L), tuple(NOON.plusSeconds(60), 1L));
        assertThat(pending.takeCounts(1_000)).isEmpty();
    }

    @Test
    void thoseThatHaveWaitedLongestAreTakenFirst() {
        for (int route = 0; route < 6; route++) {
            record(NOON, "route-" + route, 1);
        }
        record(NOON.plusSeconds(1), "route-0", 1);

        assertThat(pending.takeCounts(2))
                .extracting(TrafficCount::route, TrafficCount::requests)
                .containsExactly(tuple("route-0", 2L), tuple("route-1", 1L));
        record(NOON.plusSeconds(2), "route-0", 4);
        assertThat(pending.counts()).isEqualTo(5);
        assertThat(pending.takeCounts(10))
                .extracting(TrafficCount::route, TrafficCount::requests)
                .containsExactly(
                        tuple("route-2", 1L),
                        tuple("route-3", 1L),
                        tuple("route-4", 1L),
                        tuple("route-5", 1L),
                        tuple("route-0", 4L));
    }

    @Test
    void ofOneRouteWhatIsRecordedAfterATakeIsCountedToo() {
        TestRequest request = TestRequest.of("shop", "a", 200);
        record(NOON, request, 3);
        assertThat(pending.takeCounts(10)).extracting(TrafficCount::requests).containsExactly(3L);
        record(NOON.plusSeconds(1), request, 2);
        record(NOON.plusSeconds(61), request, 1);

        assertThat(pending.takeCounts(10)).extracting(TrafficCount::requests).containsExactly(2L, 1L);
    }

    @Test
    void anOriginsStatusesAreBounded() {
        Pending roomy = new Pending(1_000, 0);
        Traffic traffic = new Traffic(0, Clock.fixed(NOON, ZoneOffset.UTC));
        Recorder recorder = traffic.recorder(1);
        TestRequest request = TestRequest.of("shop", "odd", 200);
        for (int status = 200; status < 600; status++) {
            recorder.ended(request.answered(status));
        }
        recorder.handOver();
        roomy.add(traffic.take());

        List<TrafficCount> counts = roomy.takeCounts(1_000);

        assertThat(counts).hasSizeLessThanOrEqualTo(52);
        assertThat(counts.stream().mapToLong(TrafficCount::requests).sum()).isEqualTo(400);
    }

    @Test
    void beyondItsBoundItKeepsHoursAndLosesNoRequest() {
        for (int minute = 0; minute < 50; minute++) {
            record(NOON.plusSeconds(60L * minute), "a", 2);
        }

        List<TrafficCount> counts = pending.takeCounts(1_000);

        assertThat(counts).hasSizeLessThanOrEqualTo(10);
        assertThat(counts.stream().mapToLong(TrafficCount::requests).sum()).isEqualTo(100);
        assertThat(pending.takeLost()).isZero();
    }

    @Test
    void aRouteIsCountedOnAsItsMinutesBecomeAnHour() {
        for (int minute = 1; minute < 10; minute++) {
            record(NOON.plusSeconds(60L * minute), "b", 1);
        }
        Instant last = NOON.plusSeconds(600);
        TestRequest request = TestRequest.of("shop", "a", 200);
        record(last, request, 3);
        record(last.plusSeconds(1), "c", 1);
        record(last.plusSeconds(2), request, 2);

        assertThat(pending.takeCounts(100))
                .extracting(TrafficCount::minute, TrafficCount::route, TrafficCount::requests)
                .containsExactlyInAnyOrder(
                        tuple(NOON, "b", 9L), tuple(NOON, "a", 3L), tuple(last, "c", 1L), tuple(last, "a", 2L));
    }

    @Test
    void anHoursFirstMinuteIsAddedToTheHour() {
        for (int minute = 10; minute > 0; minute--) {
            record(NOON.plusSeconds(60L * minute), "a", 2);
        }
        record(NOON, "a", 3);

        assertThat(pending.takeCounts(1_000))
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

        long kept = pending.takeCounts(1_000).stream()
                .mapToLong(TrafficCount::requests)
                .sum();

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
        record(at, TestRequest.of("shop", route, 200), requests);
    }

    private void record(Instant at, TestRequest request, int requests) {
        Traffic traffic = new Traffic(1_000, Clock.fixed(at, ZoneOffset.UTC));
        Recorder recorder = traffic.recorder(1);
        for (int i = 0; i < requests; i++) {
            recorder.ended(request);
        }
        recorder.handOver();
        pending.add(traffic.take());
    }
}
