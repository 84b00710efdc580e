package io.universalmiddleware.gateway.identity.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FollowingPaceTest {

    @Test
    void whatEndsIsHeardWithinASecondWithRoomForAQuestionToPostgresql() {
        assertThat(FollowingIdentity.PAUSE).isPositive().isLessThanOrEqualTo(Duration.ofMillis(500));
    }
}
