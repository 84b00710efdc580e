package io.universalmiddleware.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.gateway.policy.DryRunReport.Change;
import io.universalmiddleware.gateway.policy.DryRunReport.Example;
import io.universalmiddleware.persistence.policy.RecordedQuestion;
import io.universalmiddleware.policy.Decision;
import io.universalmiddleware.policy.Input;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A dry run asks recorded questions of the policy that decides and of another one, and tells who would gain and who would lose. */
final class DryRun {
    private static final int EXAMPLES = 5;

    private final Function<Input, Decision> now;
    private final Function<Input, Decision> then;
    private final BooleanSupplier goOn;

    /**
     * @param now what decides
     * @param then what is tried
     * @param goOn false once it has lasted long enough
     */
    DryRun(Function<Input, Decision> now, Function<Input, Decision> then, BooleanSupplier goOn) {
        this.now = now;
        this.then = then;
        this.goOn = goOn;
    }

    /** How much is granted, in the order of its size. */
    private enum Extent {
        NOTHING,
        SOME,
        ALL;

        static Extent of(Decision decision) {
            return !decision.allowed() ? NOTHING : decision.limited() ? SOME : ALL;
        }

        String said() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Kind(Extent from, Extent to, String operation, Set<String> roles) {}

    private static final class Sum {
        private long questions;
        private long times;
        private String reason = "";
        private final List<Example> examples = new ArrayList<>();

        void add(Input input, Decision decision, long asked) {
            questions++;
            times += asked;
            reason = decision.reason();
            if (examples.size() < EXAMPLES) {
                examples.add(new Example(input.tenant(), input.user()));
            }
        }
    }

    /** @return what would change, what was asked most first */
    DryRunReport run(List<RecordedQuestion> questions) {
        Map<Kind, Sum> sums = new LinkedHashMap<>();
        int examined = 0;
        for (RecordedQuestion question : questions) {
            if (!goOn.getAsBoolean()) {
                break;
            }
            examined++;
            read(question).ifPresent(input -> compare(input, question.times(), sums));
        }
        List<Change> changes = sums.entrySet().stream()
                .map(DryRun::change)
                .sorted(Comparator.comparingLong(Change::times)
                        .reversed()
                        .thenComparing(Change::operation)
                        .thenComparing(change -> change.roles().toString()))
                .toList();
        return new DryRunReport(questions.size(), examined, changes, null);
    }

    private void compare(Input input, long times, Map<Kind, Sum> sums) {
        Extent from = Extent.of(now.apply(input));
        Decision decision = then.apply(input);
        Extent to = Extent.of(decision);
        if (from != to) {
            Kind kind = new Kind(from, to, input.action(), new TreeSet<>(input.roles()));
            sums.computeIfAbsent(kind, none -> new Sum()).add(input, decision, times);
        }
    }

    private static Change change(Map.Entry<Kind, Sum> entry) {
        Kind kind = entry.getKey();
        Sum sum = entry.getValue();
        return new Change(
                kind.to().compareTo(kind.from()) > 0 ? "gains" : "loses",
                kind.operation(),
                List.copyOf(kind.roles()),
                kind.from().said(),
                kind.to().said(),
                sum.reason,
                sum.questions,
                sum.times,
                sum.examples);
    }

    /** What an earlier version of the platform recorded may be of another form. */
    private static Optional<Input> read(RecordedQuestion question) {
        try {
            JsonNode document = Draft.json(question.input());
            return Optional.of(Input.read(document));
        } catch (IllegalArgumentException | IllegalStateException unreadable) {
            return Optional.empty();
        }
    }
}
