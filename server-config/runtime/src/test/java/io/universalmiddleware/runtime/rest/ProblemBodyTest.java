package io.universalmiddleware.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ProblemBodyTest {
    private static final Problem PROBLEM =
            Problem.of(ProblemType.MFA_REQUIRED, "A code is needed.").at("/login", "r1");

    @Test
    void isTheProblemWhereTheFaultSaysNoMore() {
        assertThat(ProblemBody.of(PROBLEM, new ProblemException(PROBLEM))).isSameAs(PROBLEM);
        assertThat(ProblemBody.of(PROBLEM, new IllegalStateException())).isSameAs(PROBLEM);
    }

    @Test
    void hasTheMembersThatTheFaultHasBesides() {
        Object body = ProblemBody.of(PROBLEM, new ProblemException(PROBLEM, Map.of("challenge", "x"), null));

        assertThat(body)
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "type", PROBLEM.type(),
                        "title", PROBLEM.title(),
                        "status", 401,
                        "detail", "A code is needed.",
                        "instance", "/login",
                        "requestId", "r1",
                        "challenge", "x"));
    }
}
