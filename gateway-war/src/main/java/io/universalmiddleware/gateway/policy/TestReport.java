package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.policy.Decision;
import io.universalmiddleware.policy.Input;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of a version's test cases. */
@Schema(name = "PolicyTestReport", description = "What became of a version's test cases.")
public record TestReport(
        @Schema(description = "Whether each was decided as it must be.")
        boolean passed,

        List<Result> cases) {

    /** What became of one. */
    @Schema(name = "PolicyTestResult", description = "What became of a test case.")
    public record Result(
            String name,
            boolean passed,

            @Schema(description = "Whether it must be allowed.")
            boolean expected,

            @Schema(description = "allowed, denied, or failed, which denies.")
            String outcome,

            String reason) {}

    static TestReport of(List<TestCase> cases, Function<Input, Decision> policy) {
        List<Result> results = cases.stream()
                .map(test -> result(test, policy.apply(test.input())))
                .toList();
        return new TestReport(results.stream().allMatch(Result::passed), results);
    }

    /** What was not decided is no denial that a test can ask for. */
    private static Result result(TestCase test, Decision decision) {
        boolean passed = decision.outcome() != Decision.Outcome.FAILED && decision.allowed() == test.allow();
        return new Result(
                test.name(),
                passed,
                test.allow(),
                decision.outcome().name().toLowerCase(Locale.ROOT),
                decision.reason());
    }
}
