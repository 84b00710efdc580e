package io.universalmiddleware.product.edge;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.product.faults.cluster.Cluster;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.Product;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A served tenant is one of a test's own: the operator writes its documents, and anybody calls its routes, as {@code X-Tenant} says. */
public final class ServedTenant {
    private final String slug;
    private final Caller operator;
    private final Caller client;

    /**
     * Makes the tenant.
     *
     * @param operator who may administer any tenant
     * @param client who calls, without a token
     */
    public ServedTenant(String slug, Caller operator, Caller client) {
        this.slug = slug;
        this.operator = operator;
        this.client = client;
        create("tenants", "{'slug':'%s','name':'Served'}");
    }

    static ServedTenant of(Product product) {
        return new ServedTenant(
                product.freshTenant(), product.caller("root", "operator", "admin"), new Caller(product.edge(), null));
    }

    /** One of the cluster's, called at its first node. */
    static ServedTenant of(Cluster cluster) {
        return new ServedTenant(
                cluster.freshTenant(),
                cluster.caller(cluster.first(), "root", "operator"),
                new Caller(cluster.first().edge(), null));
    }

    public String slug() {
        return slug;
    }

    /**
     * Makes an origin with these targets.
     *
     * @param fields further fields of its document, with single quotes, each with a comma before it
     * @return where its document is
     */
    public String origin(String name, String fields, URI... targets) {
        String urls = Arrays.stream(targets).map("{'url':'%s'}"::formatted).collect(Collectors.joining(","));
        return create("origins", "{'tenant':'%s','name':'" + name + "','targets':[" + urls + "]" + fields + "}");
    }

    /**
     * Makes a route.
     *
     * @param fields of its document, its match among them, with single quotes
     * @return where its document is
     */
    public String route(String name, String origin, String fields) {
        return create("routes", "{'tenant':'%s','name':'" + name + "','origin':'" + origin + "'," + fields + "}");
    }

    /** Changes a document (RFC 7396). */
    void patch(String document, String change) {
        operator.send("PATCH", document, Caller.normalized(change), "Content-Type", "application/merge-patch+json")
                .isStatus(200);
    }

    /** What the node knows of an origin. */
    JsonNode state(String origin) {
        return operator.get(origin + "/state").isStatus(200).json();
    }

    Caller operator() {
        return operator;
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    Answer send(String method, String path, @Nullable String body, String... headers) {
        return client.send(method, path, body, withTenant(headers));
    }

    CompletableFuture<Answer> getting(String path) {
        return client.sending("GET", path, null, withTenant());
    }

    private String[] withTenant(String... headers) {
        return Stream.concat(Arrays.stream(headers), Stream.of("X-Tenant", slug))
                .toArray(String[]::new);
    }

    private String create(String kind, String document) {
        return operator.post("/admin/v1/" + kind, Caller.normalized(document.replace("%s", slug)))
                .isStatus(201)
                .header("Location");
    }
}
