package io.universalmiddleware.gateway.validating;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.http.Refusal;

/** Takes only requests that are as the route's contract says; others are answered 400 with every violation named. */
public final class ValidationFilter implements Filter {
    private final Validation validation;

    public ValidationFilter(Validation validation) {
        this.validation = validation;
    }

    @Override
    public void request(Call call, Gate gate) {
        Verdict verdict = validation.judge(call.method(), call.asked(), call.query(), call.request());
        if (verdict instanceof Verdict.Refuse refuse) {
            gate.refuse(refuse.refusal());
        } else if (verdict instanceof Verdict.AskBody ask) {
            if (call.request().has("Content-Encoding")) {
                gate.refuse(Refusal.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "The body must not be coded."));
            } else {
                gate.body(validation.maxBytes(), body -> judged(ask, body, gate));
            }
        } else {
            gate.pass();
        }
    }

    private static void judged(Verdict.AskBody ask, byte[] body, Gate gate) {
        if (ask.rule().check(body, ask.soFar()) instanceof Verdict.Refuse refuse) {
            gate.refuse(refuse.refusal());
        } else {
            gate.pass();
        }
    }
}
