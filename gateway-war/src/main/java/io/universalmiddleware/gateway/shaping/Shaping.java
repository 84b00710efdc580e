package io.universalmiddleware.gateway.shaping;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.gateway.compressing.Compression;
import io.universalmiddleware.gateway.cors.Cors;
import io.universalmiddleware.gateway.cors.SecurityHeaders;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.rewriting.HeaderChanges;
import io.universalmiddleware.gateway.rewriting.PathTemplate;
import io.universalmiddleware.gateway.rewriting.Rewrite;
import io.universalmiddleware.gateway.splitting.Fault;
import io.universalmiddleware.gateway.splitting.Maintenance;
import io.universalmiddleware.gateway.splitting.Mirror;
import io.universalmiddleware.gateway.splitting.Split;
import io.universalmiddleware.gateway.transforming.Transformations;
import io.universalmiddleware.gateway.validating.Validation;
import io.universalmiddleware.gateway.versioning.Versions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A shaping is what a route changes, checks, splits and disturbs. What is null costs a request nothing. */
public record Shaping(
        @Nullable Cors cors,
        @Nullable SecurityHeaders security,
        @Nullable Compression compression,
        @Nullable Maintenance maintenance,
        @Nullable Fault fault,
        @Nullable Versions versions,
        @Nullable Validation validation,
        @Nullable Transformations transformations,
        @Nullable HeaderChanges headers,
        @Nullable Rewrite rewrite,
        @Nullable Split split,
        @Nullable Mirror mirror) {

    /** Reads the fields of a route's own section. */
    public static Shaping read(Section route) {
        checkTemplate(route);
        return new Shaping(
                part(route, "cors", Cors::read),
                part(route, "security", SecurityHeaders::read),
                part(route, "compress", Compression::read),
                part(route, "maintenance", Maintenance::read),
                part(route, "fault", Fault::read),
                part(route, "versions", Versions::read),
                part(route, "validate", Validation::read),
                part(route, "body", Transformations::read),
                part(route, "headers", HeaderChanges::read),
                part(route, "rewrite", Rewrite::read),
                part(route, "split", Split::read),
                part(route, "mirror", Mirror::read));
    }

    /** The origins that it names, each with the field that does. */
    public Map<String, String> origins() {
        Map<String, String> origins = served();
        if (mirror != null) {
            origins.put(mirror.origin(), "/mirror/origin");
        }
        return origins;
    }

    /** Those of them whose answers clients get. */
    public Map<String, String> served() {
        Map<String, String> origins = new LinkedHashMap<>();
        if (versions != null) {
            versions.origins().forEach(origin -> origins.put(origin, "/versions"));
        }
        if (split != null) {
            split.origins().forEach(origin -> origins.put(origin, "/split"));
        }
        return origins;
    }

    /** What a route's template finds is given to rules by name, so its names must be such. */
    private static void checkTemplate(Section route) {
        JsonNode match = route.any("match");
        if (match == null || !match.path("template").isTextual()) {
            return;
        }
        try {
            PathTemplate.of(match.path("template").textValue());
        } catch (IllegalArgumentException invalid) {
            route.violation("match", "template", String.valueOf(invalid.getMessage()));
        }
    }

    private static <T> @Nullable T part(Section route, String field, Function<Section, T> reader) {
        return route.object(field).map(reader).orElse(null);
    }
}
