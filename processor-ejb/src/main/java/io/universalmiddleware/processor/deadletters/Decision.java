package io.universalmiddleware.processor.deadletters;

import io.universalmiddleware.contracts.problem.Violation;
import java.util.List;

/** What became of an operator's decision about one letter. */
public sealed interface Decision {

    /** It stands; it may have stood before. */
    record Stands(LetterDetail letter) implements Decision {}

    /** The operator sees no such letter. */
    record Unknown() implements Decision {}

    /** The letter is in a state in which it cannot be decided so. */
    record Conflict(String why) implements Decision {}

    /** The payload will not do. */
    record InvalidPayload(List<Violation> violations) implements Decision {}
}
