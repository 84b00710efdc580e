package io.universalmiddleware.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.settings.OperatorTenant;
import io.universalmiddleware.launcher.stack.Stack;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The demo tenant's edge: what its document names and is not there yet is made; what is there stays as it is. */
final class EdgeSeed {
    private static final String DOCUMENT = "/demo-edge.yaml";

    private final Stack stack;
    private final Calling calling;
    private final TenantId operator;
    private final PrintStream out;

    EdgeSeed(Installation installation, Stack stack, PrintStream out) {
        this.stack = stack;
        this.calling = new Calling(installation, stack);
        this.operator = new TenantId(installation.configuration().get(OperatorTenant.SETTING));
        this.out = out;
    }

    void sow() {
        int made = 0;
        for (Iterator<Map.Entry<String, JsonNode>> kinds = document().fields(); kinds.hasNext(); ) {
            Map.Entry<String, JsonNode> kind = kinds.next();
            for (JsonNode entry : kind.getValue()) {
                if (isNew(kind.getKey(), entry)) {
                    JsonNode answer = send("POST", kind.getKey(), entry.toString());
                    made++;
                    if (answer.has("key")) {
                        out.println("  API key " + entry.path("name").asText() + " (shown this once): "
                                + answer.path("key").asText());
                    }
                }
            }
        }
        out.println(
                made == 0
                        ? "The demo tenant's edge is there already."
                        : "Made the demo tenant's edge: " + made + " entries (./um config export --tenant demo).");
        out.println("  Its origins: ./um origin --count 2 --port 9001");
        out.println("  Then: curl -i http://demo.localhost:"
                + stack.addresses().edge().getPort() + "/cacheable");
    }

    private boolean isNew(String kind, JsonNode entry) {
        boolean tenant = kind.equals("tenants");
        String query = tenant
                ? "?slug=" + encoded(entry.path("slug"))
                : "?tenant=" + encoded(entry.path("tenant")) + "&name=" + encoded(entry.path("name"));
        return send("GET", kind + query, null).path("items").isEmpty();
    }

    private JsonNode send(String method, String path, @Nullable String body) {
        return calling.send(Demonstration.USER, operator, method, "/admin/v1/" + path, body);
    }

    private static String encoded(JsonNode text) {
        return URLEncoder.encode(text.asText(), StandardCharsets.UTF_8);
    }

    private static ObjectNode document() {
        try (InputStream in = Objects.requireNonNull(EdgeSeed.class.getResourceAsStream(DOCUMENT))) {
            return (ObjectNode) YamlText.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
