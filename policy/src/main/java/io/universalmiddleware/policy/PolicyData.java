package io.universalmiddleware.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Policy data is what the policy decides by besides the input: what roles grant. Immutable.
 *
 * <p>What the roles of every tenant grant, and the operator's admins besides, comes with the platform ({@code grants.json}); what a tenant's own
 * roles grant is the tenant's, within what its admins may, and without what gives rights. A {@link Grant} is of all resources or of some.
 */
public final class PolicyData {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What gives rights, or can: who may do it may do all that an admin may. */
    private static final Set<String> GIVE_RIGHTS = Set.of(
            "applyConfiguration",
            "createRole",
            "replaceRole",
            "patchRole",
            "deleteRole",
            "rollBack",
            "createServiceAccount",
            "changeServiceAccount",
            "rotateServiceAccount",
            "createApplication",
            "changeApplication",
            "rotateApplication",
            "createProvider",
            "replaceProvider",
            "patchProvider",
            "deleteProvider",
            "setProviderSecret",
            "removeProviderSecret",
            "resetSecondFactor");

    /** What a tenant's own role may grant: what the tenant's admins may, but for what gives rights. */
    private static final Set<String> GRANTABLE = grantable();

    private final String operator;
    private final Grants grants;
    private final Map<String, Map<String, Set<String>>> tenants;
    private final ObjectNode document;
    private final String text;
    private final String revision;

    private PolicyData(String operator, Grants grants, Map<String, Map<String, Set<String>>> tenants) {
        this.operator = operator;
        this.grants = grants;
        this.tenants = tenants;
        this.document = document(operator, grants, tenants);
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
        return of(operator, Grants.builtIn(), tenants);
    }

    /** @param tenants of each tenant, what each of its own roles grants */
    public static PolicyData of(String operator, Grants grants, Map<String, Map<String, Set<String>>> tenants) {
        return new PolicyData(operator, grants, tenants);
    }

    /** The same, but for what the tenants' own roles grant. */
    public PolicyData withTenants(Map<String, Map<String, Set<String>>> others) {
        return of(operator, grants, others);
    }

    /** The same, but for what the roles of every tenant grant. */
    public PolicyData withGrants(Grants others) {
        return of(operator, others, tenants);
    }

    private static Set<String> grantable() {
        Set<String> grantable = new TreeSet<>(Grants.builtIn().roles().getOrDefault("admin", Set.of()));
        grantable.removeAll(GIVE_RIGHTS);
        return grantable;
    }

    /** Why a tenant's own role cannot have a grant, if so; an operation, or {@code operation:pattern}. */
    public static Optional<String> refusal(String grant) {
        Grant parsed = Grant.parse(grant);
        if (GIVE_RIGHTS.contains(parsed.operation())) {
            return Optional.of(parsed.operation() + " gives rights and is for the role admin alone");
        }
        return GRANTABLE.contains(parsed.operation())
                ? parsed.complaint()
                : Optional.of("is no operation that a tenant's admins may grant");
    }

    /** The names of the roles that every tenant has. */
    public static Set<String> builtInRoles() {
        return Grants.builtIn().roles().keySet();
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

    private static ObjectNode document(String operator, Grants grants, Map<String, Map<String, Set<String>>> tenants) {
        ObjectNode um = JsonNodeFactory.instance.objectNode();
        um.put("operator", operator);
        um.set("operators", granted(grants.operators()));
        ObjectNode roles = um.putObject("roles");
        grants.roles().forEach((role, actions) -> roles.set(role, granted(actions)));
        ObjectNode own = um.putObject("tenants");
        new TreeMap<>(tenants).forEach((tenant, ofTenant) -> {
            ObjectNode named = own.putObject(tenant);
            new TreeMap<>(ofTenant).forEach((role, actions) -> named.set(role, granted(withoutRights(actions))));
        });
        return um;
    }

    private static Set<String> withoutRights(Set<String> grants) {
        Set<String> without = new TreeSet<>(grants);
        without.removeIf(grant -> GIVE_RIGHTS.contains(Grant.parse(grant).operation()));
        return without;
    }

    /** Of each operation: true, or the patterns of what it is granted for. */
    private static ObjectNode granted(Set<String> grants) {
        ObjectNode granted = JsonNodeFactory.instance.objectNode();
        for (String text : new TreeSet<>(grants)) {
            Grant grant = Grant.parse(text);
            if (grant.pattern() == null) {
                granted.put(grant.operation(), true);
            } else if (!granted.path(grant.operation()).isBoolean()) {
                granted.withArray(grant.operation()).add(grant.pattern());
            }
        }
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
