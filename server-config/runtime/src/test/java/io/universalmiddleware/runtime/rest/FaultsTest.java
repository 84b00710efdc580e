package io.universalmiddleware.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private final Problem told = Problem.of(ProblemType.CONFLICT, "twice");

    @Test
    void tellsNothingOfAFaultOfItsOwn() {
        Problem problem = Faults.problem(new IllegalStateException("password=hunter2"));

        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.detail()).isNull();
    }

    @Test
    void findsTheProblemThatWasMeant() {
        assertThat(Faults.problem(new ProblemException(told))).isEqualTo(told);
        assertThat(Faults.problem(new CompletionException(new ProblemException(told))))
                .isEqualTo(told);
        assertThat(Faults.problem(new RuntimeException(new ProblemException(told))))
                .isEqualTo(told);
    }

    @Test
    void hasAProblemForEveryStatus() {
        assertThat(Faults.ofStatus(401).type()).isEqualTo(ProblemType.UNAUTHENTICATED.uri());
        assertThat(Faults.ofStatus(403).type()).isEqualTo(ProblemType.FORBIDDEN.uri());
        assertThat(Faults.ofStatus(404).type()).isEqualTo(ProblemType.NOT_FOUND.uri());
        assertThat(Faults.ofStatus(415).type()).isEqualTo(ProblemType.UNSUPPORTED_MEDIA_TYPE.uri());
        assertThat(Faults.ofStatus(418).status()).isEqualTo(400);
        assertThat(Faults.ofStatus(501).type()).isEqualTo(ProblemType.METHOD_NOT_ALLOWED.uri());
        assertThat(Faults.ofStatus(599).status()).isEqualTo(500);
    }
}
