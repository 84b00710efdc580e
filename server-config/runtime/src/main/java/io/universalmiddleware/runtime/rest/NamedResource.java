package io.universalmiddleware.runtime.rest;

import io.universalmiddleware.contracts.authorization.ResourceName;
import io.universalmiddleware.policy.Input;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A named resource is what a method's {@link ResourceName} makes of a request's path. */
record NamedResource(String kind, String template) {
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    static NamedResource of(ResourceName name) {
        return new NamedResource(name.kind(), name.name());
    }

    Input.Resource in(String tenant, MultivaluedMap<String, String> parameters) {
        String name = PARAMETER.matcher(template).replaceAll(parameter -> {
            @Nullable String value = parameters.getFirst(parameter.group(1));
            return value == null ? "" : Matcher.quoteReplacement(value);
        });
        return new Input.Resource(kind, tenant, null, name, Map.of());
    }
}
