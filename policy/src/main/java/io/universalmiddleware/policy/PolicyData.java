package io.universalmiddleware.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Policy data is what the policy decides by besides the input: what roles grant. Immutable.
 *
 * <p>What the roles of every tenant grant, and the operator's admins besides, comes with the platform ({@code grants.json}); what a tenant's own
 * roles grant is the tenant's, within what its admins may, and without what gives rights.
 */
public final class PolicyData {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What gives rights, or can: who may do it may do all that an admin may. */
    private static final Set<String> GIVE_RIGHTS =
            Set.of("applyConfiguration", "createRole", "replaceRole", "patchRole", "deleteRole", "rollBack");

    private final String operator;
    private final ObjectNode document;
    private final String text;
    private final String revision;

    private PolicyData(String operator, ObjectNode document) {
        this.operator = operator;
        this.document = document;
        try {
            this.text = JSON.writeValueAsString(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
        this.revision = digest(text);
    }

    /** What comes with the platform. @param operator the tenant whose admins run it */
    public static PolicyData builtIn(String operator) {
        return of(operator, Map.of());
    }

    /** @param tenants of each tenant, what each of its own roles grants */
    public static PolicyData of(String operator, Map<String, Map<String, Set<String>>> tenants) {
        JsonNode grants = grants();
        ObjectNode um = JsonNodeFactory.instance.objectNode();
        um.put("operator", operator);
        um.set("operators", granted(texts(grants.path("operators"))));
        ObjectNode roles = um.putObject("roles");
        grants.path("roles").properties().forEach(role -> roles.set(role.getKey(), granted(texts(role.getValue()))));
        ObjectNode own = um.putObject("tenants");
        new TreeMap<>(tenants).forEach((tenant, ofTenant) -> {
            ObjectNode named = own.putObject(tenant);
            new TreeMap<>(ofTenant).forEach((role, actions) -> named.set(role, granted(withoutRights(actions))));
        });
        return new PolicyData(operator, um);
    }

    /** The actions that a tenant's own role may grant: what the tenant's admins may, but for those that give rights. */
    public static Set<String> grantable() {
        Set<String> grantable = texts(grants().path("roles").path("admin"));
        grantable.removeAll(GIVE_RIGHTS);
        return grantable;
    }

    /** Whether an action gives rights, so that it is for admins alone. */
    public static boolean givesRights(String action) {
        return GIVE_RIGHTS.contains(action);
    }

    /** The names of the roles that every tenant has. */
    public static Set<String> builtInRoles() {
        Set<String> names = new TreeSet<>();
        grants().path("roles").fieldNames().forEachRemaining(names::add);
        return names;
    }

    public String operator() {
        return operator;
    }

    /** The same for the same data. */
    public String revision() {
        return revision;
    }

    /** The document that the policy knows as {@code data.um}, each field. */
    Map<String, JsonNode> fields() {
        Map<String, JsonNode> fields = new TreeMap<>();
        document.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    /** All of {@code data}. */
    String document() {
        return "{\"um\":" + text + '}';
    }

    private static JsonNode grants() {
        try (InputStream resource =
                Objects.requireNonNull(PolicyData.class.getResourceAsStream("grants.json"), "no grants.json")) {
            return JSON.readTree(resource);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Set<String> withoutRights(Set<String> actions) {
        Set<String> without = new TreeSet<>(actions);
        without.removeAll(GIVE_RIGHTS);
        return without;
    }

    private static ObjectNode granted(Set<String> actions) {
        ObjectNode granted = JsonNodeFactory.instance.objectNode();
        new TreeSet<>(actions).forEach(action -> granted.put(action, true));
        return granted;
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
