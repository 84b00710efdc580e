package io.universalmiddleware.gateway.cors;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.filter.Answer;
import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.filter.ResponseHead;
import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.Refusal;

/** Answers preflights, and says on every other answer who may read it. */
public final class CorsFilter implements Filter {
    private final Cors cors;

    public CorsFilter(Cors cors) {
        this.cors = cors;
    }

    @Override
    public void request(Call call, Gate gate) {
        FieldList said = new FieldList();
        if (!Cors.isPreflight(call.method(), call.request())) {
            cors.answer(call.request(), said);
            call.keep(this, said);
            gate.pass();
            return;
        }
        String complaint = cors.preflight(call.request(), said);
        call.keep(this, said);
        if (complaint == null) {
            gate.answer(Answer.of(204));
        } else {
            gate.refuse(Refusal.of(ProblemType.FORBIDDEN, complaint));
        }
    }

    @Override
    public void response(Call call, ResponseHead head) {
        Cors.takeOff(head.fields());
        if (call.kept(this) instanceof FieldList said) {
            said.forEach(head.fields()::add);
        }
    }
}
