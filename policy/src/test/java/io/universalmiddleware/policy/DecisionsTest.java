package io.universalmiddleware.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DecisionsTest {
    private static final Input INPUT = EmbeddedEngineTest.input("shop", "readView", null, "user");
    private static final Decision YES = new Decision(Decision.Outcome.ALLOWED, "granted");

    private final AtomicInteger asked = new AtomicInteger();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final PolicyData data = PolicyData.builtIn("operator");

    @Test
    void asksOnceForEqualInputsUntilTheDataChange() {
        Decisions decisions = new Decisions(engine(true, YES), data, meters);

        decisions.decide(INPUT);
        decisions.decide(EmbeddedEngineTest.input("shop", "readView", null, "user"));
        assertThat(asked).hasValue(1);
        decisions.decide(EmbeddedEngineTest.input("shop", "readView", null, "admin"));
        assertThat(asked).hasValue(2);

        decisions.data(same -> PolicyData.builtIn("operator"));
        decisions.decide(INPUT);
        assertThat(asked).as("the same data").hasValue(2);
        decisions.data(before -> before.withTenants(Map.of("shop", Map.of("support", Set.of("readView")))));
        decisions.decide(INPUT);
        assertThat(asked).hasValue(3);
        assertThat(meters.counter("um.policy.decisions", "outcome", "allowed").count())
                .isEqualTo(5);
    }

    @Test
    void remembersNoFailureAndLetsNobodyInByOne() {
        Decisions decisions = new Decisions(engine(true, Decision.failed("away")), data, meters);

        assertThat(decisions.decide(INPUT).allowed()).isFalse();
        assertThat(decisions.decide(INPUT).reason()).isEqualTo("away");
        assertThat(asked).hasValue(2);
    }

    @Test
    void anEngineThatThrowsDenies() {
        Decisions decisions = new Decisions(
                new PolicyEngine() {
                    @Override
                    public Decision decide(Input input, PolicyData by) {
                        throw new IllegalStateException("broken");
                    }

                    @Override
                    public Optional<Decision> decideAtOnce(Input input, PolicyData by) {
                        return Optional.empty();
                    }
                },
                data,
                meters);

        assertThat(decisions.decide(INPUT).outcome()).isEqualTo(Decision.Outcome.FAILED);
    }

    @Test
    void whoMustNotWaitGetsWhatIsKnownOrWhatAnEngineInTheProcessSays() {
        Decisions remote = new Decisions(engine(false, YES), data, meters);

        assertThat(remote.now(INPUT)).isEmpty();
        remote.decide(INPUT);
        assertThat(remote.now(INPUT)).contains(YES);
        assertThat(new Decisions(engine(true, YES), data, meters).now(INPUT)).contains(YES);
    }

    /** What a thread allocates is counted by the virtual machine; no clock is asked. */
    @Test
    void aRememberedDecisionAllocatesNextToNothing() {
        Decisions decisions = new Decisions(engine(true, YES), data, meters);
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int times = 20_000;
        for (int i = 0; i < times; i++) {
            decisions.decide(INPUT);
        }

        long before = thread.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < times; i++) {
            decisions.decide(INPUT);
        }

        assertThat((thread.getCurrentThreadAllocatedBytes() - before) / times)
                .as("bytes")
                .isLessThan(256);
        assertThat(asked).hasValue(1);
    }

    private PolicyEngine engine(boolean local, Decision says) {
        return new PolicyEngine() {
            @Override
            public Decision decide(Input input, PolicyData by) {
                asked.incrementAndGet();
                return says;
            }

            @Override
            public Optional<Decision> decideAtOnce(Input input, PolicyData by) {
                return local ? Optional.of(decide(input, by)) : Optional.empty();
            }
        };
    }
}
