package io.universalmiddleware.gateway.rewriting;

import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Caller;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a call.
 *
 * @param template of the route's paths; null if it has none, and then no {@code path.NAME} has a value
 */
public record CallVariables(Call call, @Nullable PathTemplate template) implements Variables {

    @Override
    public @Nullable String get(String name) {
        return switch (name) {
            case "client.address" -> call.clientAddress();
            case "request.id" -> call.requestId();
            case "trace.id" -> call.trace().traceId();
            case "tenant" -> call.tenant();
            case "route" -> call.route();
            case "method" -> call.method();
            case "scheme" -> call.scheme();
            case "host" -> call.host();
            case "path" -> call.asked();
            case "caller" -> callerOf(call.caller());
            default -> captured(name.substring("path.".length()));
        };
    }

    private @Nullable String captured(String name) {
        PathTemplate.Match match = template == null ? null : template.match(call.asked());
        return match == null ? null : match.get(name);
    }

    private static @Nullable String callerOf(Caller caller) {
        String name = caller.kind() == Caller.Kind.KEY ? caller.consumer() : caller.user();
        return name.isEmpty() ? null : name;
    }
}
