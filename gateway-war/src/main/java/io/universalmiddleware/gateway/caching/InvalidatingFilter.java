package io.universalmiddleware.gateway.caching;

import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.filter.ResponseHead;
import io.universalmiddleware.gateway.http.Checked;
import io.universalmiddleware.gateway.http.RequestTarget;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Invalidates what an unsafe request has changed (RFC 9111, section 4.4): its own target, and what {@code Location} and
 * {@code Content-Location} of the same host name. For every route of a tenant of which any route caches.
 */
final class InvalidatingFilter implements Filter {
    private final Purging purging;

    InvalidatingFilter(Purging purging) {
        this.purging = purging;
    }

    @Override
    public void request(Call call, Gate gate) {
        gate.pass();
    }

    @Override
    public void response(Call call, ResponseHead head) {
        boolean succeeded = head.status() >= 200 && head.status() < 400;
        if (succeeded && head.source() == ResponseHead.Source.ORIGIN && isUnsafe(call.method())) {
            Set<String> targets = new LinkedHashSet<>();
            targets.add(call.asked());
            add(targets, head.fields().get("Location"), call);
            add(targets, head.fields().get("Content-Location"), call);
            purging.invalidate(call.tenant(), List.copyOf(targets));
        }
    }

    private static boolean isUnsafe(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> false;
            default -> true;
        };
    }

    private static void add(Set<String> targets, @Nullable String reference, Call call) {
        if (reference == null) {
            return;
        }
        try {
            URI base = new URI(call.scheme() + "://" + call.host() + call.asked());
            URI named = base.resolve(new URI(reference.strip()));
            boolean same =
                    named.getRawAuthority() == null || named.getRawAuthority().equalsIgnoreCase(call.host());
            if (same
                    && named.getRawPath() != null
                    && RequestTarget.of(named.getRawPath()) instanceof Checked.Usable<RequestTarget> usable) {
                targets.add(usable.value().path());
            }
        } catch (URISyntaxException | IllegalArgumentException none) {
            // what is no reference names nothing
        }
    }
}
