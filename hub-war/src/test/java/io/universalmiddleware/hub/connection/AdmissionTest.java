package io.universalmiddleware.hub.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.token.TestClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final TestClock clock = new TestClock();

    @Test
    void oneAddressIsHeldToItsRateAndNoOther() {
        Admission admission = new Admission(new AdmissionLimits(100, 100, 1_000, 1_000, 1, 3), clock);

        assertThat(admitted(admission, "10.0.0.1", 10)).isEqualTo(3);
        assertThat(admission.refusal("10.0.0.1")).contains(Refusal.ADDRESS_RATE);
        assertThat(admitted(admission, "10.0.0.2", 2)).isEqualTo(2);
        clock.advance(Duration.ofSeconds(2));
        admission.tick();
        assertThat(admitted(admission, "10.0.0.1", 10)).isBetween(2, 3);
    }

    @Test
    void allTogetherAreHeldToTheNodesRate() {
        Admission admission = new Admission(new AdmissionLimits(100, 100, 1, 5, 1_000, 1_000), clock);

        assertThat(IntStream.range(0, 20)
                        .filter(i -> admission.refusal("10.0.0." + i).isEmpty())
                        .count())
                .isEqualTo(5);
        assertThat(admission.refusal("10.0.1.1")).contains(Refusal.NODE_RATE);
    }

    @Test
    void whoHasNotSaidWhoItIsTakesOneOfFewPlaces() {
        Admission admission = new Admission(new AdmissionLimits(100, 2, 1_000, 1_000, 1_000, 1_000), clock);
        admission.enter();
        admission.enter();

        assertThat(admission.refusal("")).contains(Refusal.STRANGERS);
        assertThat(admission.enter()).contains(Refusal.STRANGERS);
        admission.introduced();
        assertThat(admission.enter()).isEmpty();
        admission.left(true);
        assertThat(admission.refusal("")).isEmpty();
    }

    @Test
    void aFullNodeTakesNobodyUntilSomeoneLeaves() {
        Admission admission = new Admission(new AdmissionLimits(1, 10, 1_000, 1_000, 1_000, 1_000), clock);
        admission.enter();
        admission.introduced();

        assertThat(admission.refusal("")).contains(Refusal.FULL);
        admission.left(false);
        assertThat(admission.enter()).isEmpty();
        admission.close();
        assertThat(admission.refusal("")).contains(Refusal.DRAINING);
    }

    @Test
    void aPartyHasAsManyConnectionsAsItMay() {
        Occupancy users = new Occupancy(2);

        assertThat(users.enter("ann") && users.enter("ann")).isTrue();
        assertThat(users.enter("ann")).isFalse();
        assertThat(users.enter("bob")).isTrue();
        users.leave("ann");
        assertThat(users.enter("ann")).isTrue();
    }

    private static int admitted(Admission admission, String address, int attempts) {
        return (int) IntStream.range(0, attempts)
                .filter(i -> admission.refusal(address).isEmpty())
                .count();
    }
}
