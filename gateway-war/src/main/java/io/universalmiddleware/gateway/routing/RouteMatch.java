package io.universalmiddleware.gateway.routing;

import io.universalmiddleware.gateway.document.Section;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A route match says which requests a route takes. All of its conditions must hold.
 *
 * @param path by which paths
 * @param methods by which methods; empty for any. GET takes HEAD too
 * @param hosts to which hosts: {@code a.example} or {@code *.example}, lower case; empty for any
 * @param headers which fields a request must have: a value that one line of the field has, or {@code *} for any
 * @param query which parameters it must have, likewise
 */
public record RouteMatch(
        PathPattern path,
        Set<String> methods,
        List<String> hosts,
        Map<String, String> headers,
        Map<String, String> query) {

    /** A condition's value that any value meets. */
    public static final String ANY = "*";

    public RouteMatch {
        methods = Set.copyOf(methods);
        hosts = List.copyOf(hosts);
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
    }

    /** Reads the section, which names exactly one of path, prefix, template and regex. */
    public static RouteMatch read(Section in) {
        return RouteMatchReader.read(in);
    }

    /** By path alone. */
    public static RouteMatch of(PathPattern path) {
        return new RouteMatch(path, Set.of(), List.of(), Map.of(), Map.of());
    }

    /** Whether the method is one of these. */
    boolean takes(String method) {
        return methods.isEmpty() || methods.contains(method) || (method.equals("HEAD") && methods.contains("GET"));
    }

    /** Whether all holds but for path, method and host. */
    boolean holds(RouteQuestion asked) {
        for (Map.Entry<String, String> field : headers.entrySet()) {
            if (!meets(field.getValue(), asked.fields().all(field.getKey()))) {
                return false;
            }
        }
        for (Map.Entry<String, String> parameter : query.entrySet()) {
            if (!meets(parameter.getValue(), QueryParameters.all(asked.query(), parameter.getKey()))) {
                return false;
            }
        }
        return true;
    }

    int conditions() {
        return headers.size() + query.size();
    }

    private static boolean meets(String wanted, List<String> values) {
        return wanted.equals(ANY) ? !values.isEmpty() : values.contains(wanted);
    }
}
