package io.universalmiddleware.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.settings.OperatorTenant;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The control plane of the running platform, for an administrator of the operator's tenant. */
final class ControlTarget {
    @Mixin
    private Installation installation = new Installation();

    @Option(
            names = "--user",
            defaultValue = Demonstration.USER,
            description = "As whom, for the history (default: ${DEFAULT-VALUE}).")
    private String user = Demonstration.USER;

    /** @param parameters sent in the order of their names; those without a value are left out */
    JsonNode send(String method, String path, Map<String, String> parameters, @Nullable String body) {
        return installation.calling().send(user, operator(), method, "/admin/v1" + path + query(parameters), body);
    }

    /** Copies what a GET answers. @param parameters those without a value are left out */
    void copy(String path, Map<String, String> parameters, OutputStream to) {
        installation.calling().copy(user, operator(), "/admin/v1" + path + query(parameters), to);
    }

    private TenantId operator() {
        return new TenantId(installation.configuration().get(OperatorTenant.SETTING));
    }

    private static String query(Map<String, String> parameters) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        new TreeMap<>(parameters).forEach((name, value) -> {
            if (!value.isEmpty()) {
                query.add(name + '=' + URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        });
        return query.toString();
    }
}
