package io.universalmiddleware.gateway.access;

import io.universalmiddleware.gateway.filter.Caller;
import io.universalmiddleware.gateway.http.Refusal;

/** What becomes of a call that says who sends it. */
sealed interface Outcome {

    /** It goes on, as this caller's. */
    record Taken(Caller caller) implements Outcome {}

    record Refused(Refusal refusal) implements Outcome {}
}
