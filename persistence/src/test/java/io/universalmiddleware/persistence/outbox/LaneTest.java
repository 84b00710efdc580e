package io.universalmiddleware.persistence.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneTest {

    @Test
    void spreadsKeysOverAllLanesAndNoOthers() {
        var lanes = IntStream.range(0, 10_000)
                .mapToObj(i -> Lane.of("acme/gopro.Enrolment/learner-" + i + ":java"))
                .collect(Collectors.groupingBy(lane -> lane, Collectors.counting()));

        assertThat(lanes.keySet()).hasSize(Lane.COUNT).allMatch(lane -> lane >= 0 && lane < Lane.COUNT);
        assertThat(lanes.values()).allMatch(count -> count > 20 && count < 250);
    }
}
