package io.universalmiddleware.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.stores.StoreException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The dead letters of a tenant of the running platform, as its REST API tells them to an administrator. */
final class DeadLetters {
    private static final String PATH = "/api/v1/dead-letters";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private Installation installation = new Installation();

    @Option(names = "--tenant", defaultValue = Demonstration.TENANT, description = "Whose (default: ${DEFAULT-VALUE}).")
    private String tenant = Demonstration.TENANT;

    @Option(
            names = "--user",
            defaultValue = Demonstration.USER,
            description = "As whom, for the audit (default: ${DEFAULT-VALUE}).")
    private String user = Demonstration.USER;

    /** @param parameters those without a value are left out */
    JsonNode get(String path, Map<String, String> parameters) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        parameters.forEach((name, value) -> {
            if (!value.isEmpty()) {
                query.add(name + '=' + URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        });
        return send("GET", path + query, null);
    }

    JsonNode post(String path, JsonNode body) {
        return send("POST", path, body.toString());
    }

    /**
     * Reads a file's JSON.
     *
     * @throws StoreException saying why it cannot
     */
    static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new StoreException(file + " is no readable JSON: " + e.getMessage());
        }
    }

    static String pretty(JsonNode node) {
        return node.toPrettyString();
    }

    private JsonNode send(String method, String path, @Nullable String body) {
        return installation.calling().send(user, new TenantId(tenant), method, PATH + path, body);
    }
}
