package io.universalmiddleware.gateway.cors;

import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.filter.ResponseHead;

/** Puts the security headers of a route on its answers; refusals of the edge have their own, stricter ones. */
public final class SecurityHeadersFilter implements Filter {
    private final SecurityHeaders headers;

    public SecurityHeadersFilter(SecurityHeaders headers) {
        this.headers = headers;
    }

    @Override
    public void request(Call call, Gate gate) {
        gate.pass();
    }

    @Override
    public void response(Call call, ResponseHead head) {
        if (head.source() != ResponseHead.Source.EDGE) {
            headers.answer(call.scheme().equals("https"), head.fields());
        }
    }
}
