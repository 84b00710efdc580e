package io.universalmiddleware.gateway.compressing;

import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.filter.ResponseHead;
import java.util.List;

/** Makes a route's answers smaller on their way to the client, as the client asked for it. */
public final class CompressionFilter implements Filter {
    private final Compression compression;

    public CompressionFilter(Compression compression) {
        this.compression = compression;
    }

    @Override
    public void request(Call call, Gate gate) {
        List<String> accept = call.request().all("Accept-Encoding");
        if (!accept.isEmpty()) {
            call.keep(this, String.join(",", accept));
        }
        gate.pass();
    }

    @Override
    public void response(Call call, ResponseHead head) {
        if (head.source() == ResponseHead.Source.EDGE) {
            return;
        }
        List<String> accept = call.kept(this) instanceof String kept ? List.of(kept) : List.of();
        String length = head.fields().get("Content-Length");
        compression
                .begin(call.method(), head.status(), accept, head.fields(), lengthOf(length == null ? "" : length))
                .ifPresent(head::through);
    }

    private static long lengthOf(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException unknown) {
            return -1;
        }
    }
}
