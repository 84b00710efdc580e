package io.universalmiddleware.gateway.rpc;

import java.util.List;
import java.util.Map;

/**
 * A request to one of the platform's resources.
 *
 * @param target path and query
 * @param fields of the header, besides who asks
 * @param body JSON; empty for none
 */
public record RestRequest(String method, String target, Map<String, String> fields, byte[] body) {

    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** Without its question mark; empty for none. */
    public String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    /** The values of a field, whatever its name's case. */
    public List<String> values(String name) {
        return fields.entrySet().stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }
}
