package io.universalmiddleware.gateway.validating;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.http.Checked;
import io.universalmiddleware.gateway.http.Fields;
import io.universalmiddleware.gateway.http.RequestTarget;
import org.jspecify.annotations.Nullable;

/** Validation says which requests a route takes at all ({@code "validate"} of a route). */
public final class Validation {
    private static final Contract ANYTHING = (method, path, query, request) -> new Verdict.Pass();

    private final Contract contract;
    private final int maxBytes;

    private Validation(Contract contract, int maxBytes) {
        this.contract = contract;
        this.maxBytes = maxBytes;
    }

    /**
     * Reads {@code schema} (JSON Schema 2020-12 of the body of POST, PUT and PATCH) or {@code openapi} (a document of OpenAPI
     * 3.1), {@code basePath} (before the document's paths; empty), {@code undocumented} (refuse, pass; refuse) and
     * {@code maxBytes} (1 MiB; 1 to 16 MiB).
     */
    public static Validation read(Section in) {
        JsonNode schema = in.any("schema");
        JsonNode openapi = in.any("openapi");
        String basePath = in.text("basePath", "");
        if (!basePath.isEmpty() && !isBase(basePath)) {
            in.violation("basePath", "expected a canonical path such as /shop, without a slash at its end");
        }
        Undocumented undocumented = in.choice("undocumented", Undocumented.class, Undocumented.REFUSE);
        int maxBytes = in.integer("maxBytes", 1_048_576, 1, 16_777_216);
        if ((schema == null) == (openapi == null)) {
            in.violation("expected either schema or openapi");
            return new Validation(ANYTHING, maxBytes);
        }
        return new Validation(contract(in, schema, openapi, basePath, undocumented), maxBytes);
    }

    private enum Undocumented {
        REFUSE,
        PASS
    }

    Verdict judge(String method, String path, @Nullable String query, Fields request) {
        return contract.judge(method, path, query, request);
    }

    /** Bytes that a body may have that is looked at. */
    int maxBytes() {
        return maxBytes;
    }

    private static Contract contract(
            Section in,
            @Nullable JsonNode schema,
            @Nullable JsonNode openapi,
            String basePath,
            Undocumented undocumented) {
        try {
            if (schema != null) {
                return new SchemaContract(JsonSchemas.compile(schema));
            }
            if (openapi != null) {
                return ApiDocumentReader.read(openapi, basePath, undocumented == Undocumented.REFUSE);
            }
        } catch (IllegalArgumentException invalid) {
            in.violation(schema == null ? "openapi" : "schema", String.valueOf(invalid.getMessage()));
        }
        return ANYTHING;
    }

    private static boolean isBase(String path) {
        return !path.endsWith("/")
                && RequestTarget.of(path) instanceof Checked.Usable<RequestTarget> usable
                && usable.value().originForm().equals(path);
    }
}
