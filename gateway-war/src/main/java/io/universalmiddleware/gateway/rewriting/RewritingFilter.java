package io.universalmiddleware.gateway.rewriting;

import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.filter.ResponseHead;
import io.universalmiddleware.gateway.http.Checked;
import io.universalmiddleware.gateway.http.RequestTarget;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks the origin for what the route's rewrite says, and changes header fields both ways. */
public final class RewritingFilter implements Filter {
    private final Function<Call, @Nullable Rewrite> rewrites;
    private final @Nullable HeaderChanges headers;
    private final @Nullable PathTemplate template;

    /**
     * @param rewrites which rewrite a call gets; null for none
     * @param template of the route's paths; null if it has none
     */
    public RewritingFilter(
            Function<Call, @Nullable Rewrite> rewrites,
            @Nullable HeaderChanges headers,
            @Nullable PathTemplate template) {
        this.rewrites = rewrites;
        this.headers = headers;
        this.template = template;
    }

    @Override
    public void request(Call call, Gate gate) {
        Variables variables = new CallVariables(call, template);
        if (headers != null) {
            headers.request(call.request(), variables);
        }
        Rewrite rewrite = rewrites.apply(call);
        if (rewrite == null) {
            gate.pass();
            return;
        }
        Checked<RequestTarget> target = rewrite.apply(call.path(), call.query(), variables);
        if (target instanceof Checked.Usable<RequestTarget> usable) {
            call.target(usable.value().path(), usable.value().query());
            if (rewrite.host() != null) {
                call.originHost(rewrite.host());
            }
            gate.pass();
        } else if (target instanceof Checked.Refused<RequestTarget> refused) {
            gate.refuse(refused.refusal());
        }
    }

    @Override
    public void response(Call call, ResponseHead head) {
        if (headers != null && !headers.leavesAnswers()) {
            headers.response(head.fields(), new CallVariables(call, template));
        }
    }
}
