package io.universalmiddleware.runtime.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request that always has a well-formed {@code X-Request-Id} and {@code traceparent}. */
final class IdentifiedRequest extends HttpServletRequestWrapper {
    private final RequestIds ids;

    IdentifiedRequest(HttpServletRequest request, RequestIds ids) {
        super(request);
        this.ids = ids;
    }

    @Override
    public @Nullable String getHeader(String name) {
        String ours = ids.header(name);
        return ours != null ? ours : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        String ours = ids.header(name);
        return ours != null ? Collections.enumeration(List.of(ours)) : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        Set<String> names = new LinkedHashSet<>();
        super.getHeaderNames().asIterator().forEachRemaining(name -> {
            if (ids.header(name) == null) {
                names.add(name);
            }
        });
        names.add(RequestIds.REQUEST_ID);
        names.add(RequestIds.TRACEPARENT);
        return Collections.enumeration(names);
    }
}
