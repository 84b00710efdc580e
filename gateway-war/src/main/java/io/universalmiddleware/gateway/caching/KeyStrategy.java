package io.universalmiddleware.gateway.caching;

import io.universalmiddleware.gateway.caching.store.CacheKey;
import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Caller;
import io.universalmiddleware.gateway.http.Fields;
import io.universalmiddleware.gateway.rewriting.QueryText;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A key strategy makes the key of a request from what the route's definition says. */
final class KeyStrategy {
    private final KeyDefinition definition;

    KeyStrategy(KeyDefinition definition) {
        this.definition = definition;
    }

    /** The key, without regard to variants. */
    CacheKey key(Call call) {
        StringBuilder text = new StringBuilder(128);
        text.append(call.scheme()).append("://").append(call.host()).append(call.path());
        String query = query(call.query());
        if (query != null) {
            text.append('?').append(query);
        }
        if (call.pool() != call.scope().pool()) {
            text.append("\no ").append(call.pool().name());
        }
        if (!call.forwardedHost().equals(call.host())) {
            text.append("\nf ").append(call.forwardedHost());
        }
        if (call.originHost() != null) {
            text.append("\na ").append(call.originHost());
        }
        for (String name : definition.headers()) {
            text.append("\nh ")
                    .append(name)
                    .append('=')
                    .append(String.join(",", call.request().all(name)));
        }
        for (String name : definition.cookies()) {
            text.append("\nc ").append(name).append('=').append(cookie(call.request(), name));
        }
        if (definition.caller()) {
            Caller caller = call.caller();
            text.append("\nu ").append(caller.kind()).append(' ').append(caller.user());
            text.append(' ').append(caller.keyId());
            if (!caller.application().isEmpty()) {
                text.append("\np ").append(caller.application());
            }
        }
        return CacheKey.of(call.tenant(), call.route(), text.toString());
    }

    /** The part of a query that counts; null if there is none. */
    @Nullable
    String query(@Nullable String query) {
        if (query == null || definition.query() == KeyDefinition.QueryRule.ALL) {
            return query;
        }
        if (definition.query() == KeyDefinition.QueryRule.NONE) {
            return null;
        }
        boolean allow = definition.query() == KeyDefinition.QueryRule.ALLOW;
        String[] kept = Arrays.stream(query.split("&"))
                .filter(pair -> !pair.isEmpty() && definition.parameters().contains(name(pair)) == allow)
                .sorted(Comparator.comparing(KeyStrategy::name))
                .toArray(String[]::new);
        return kept.length == 0 ? null : String.join("&", kept);
    }

    /** As the origin reads it: %69d is id. */
    private static String name(String pair) {
        int equals = pair.indexOf('=');
        return QueryText.decode(equals < 0 ? pair : pair.substring(0, equals));
    }

    /** The value of a cookie; empty if it is not there. */
    private static String cookie(Fields request, String name) {
        for (String line : request.all("Cookie")) {
            for (String pair : line.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    return pair.substring(equals + 1).strip();
                }
            }
        }
        return "";
    }
}
