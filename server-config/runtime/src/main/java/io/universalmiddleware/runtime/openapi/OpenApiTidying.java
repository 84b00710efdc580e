package io.universalmiddleware.runtime.openapi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tidies what the server makes of the annotations: it writes the defaults of {@code @Schema} as if they were meant
 * ({@code maxProperties: 0} admits no object at all), ids and times as objects, and a tag once for each class.
 */
public final class OpenApiTidying implements OASFilter {
    private static final Logger LOG = LoggerFactory.getLogger(OpenApiTidying.class);

    @Override
    public void filterOpenAPI(OpenAPI api) {
        withoutEndpoints(api);
        api.setTags(once(api.getTags()));
        Components components = api.getComponents();
        if (components != null) {
            values(components.getSchemas()).forEach(OpenApiTidying::tidy);
        }
        Paths paths = api.getPaths();
        if (paths != null) {
            values(paths.getPathItems()).forEach(OpenApiTidying::tidy);
        }
    }

    /** Payara's model writes a member {@code endpoints} of its own, which the specification does not have. */
    private static void withoutEndpoints(OpenAPI api) {
        try {
            api.getClass().getMethod("setEndpoints", Map.class).invoke(api, new TreeMap<>());
        } catch (NoSuchMethodException anotherServer) {
            LOG.debug("No endpoints to remove", anotherServer);
        } catch (ReflectiveOperationException refused) {
            LOG.warn("The API description keeps a member that the specification does not know", refused);
        }
    }

    private static void tidy(PathItem path) {
        for (Operation operation : path.getOperations().values()) {
            each(operation.getParameters()).forEach(OpenApiTidying::tidy);
            if (operation.getRequestBody() != null) {
                tidy(operation.getRequestBody().getContent());
            }
            if (operation.getResponses() != null) {
                values(operation.getResponses().getAPIResponses()).forEach(OpenApiTidying::tidy);
            }
        }
    }

    private static void tidy(Parameter parameter) {
        parameter.setDeprecated(meant(parameter.getDeprecated()));
        parameter.setAllowEmptyValue(meant(parameter.getAllowEmptyValue()));
        parameter.setAllowReserved(meant(parameter.getAllowReserved()));
        tidy(parameter.getSchema());
    }

    private static void tidy(APIResponse response) {
        tidy(response.getContent());
        for (Header header : values(response.getHeaders())) {
            header.setDeprecated(meant(header.getDeprecated()));
            header.setRequired(meant(header.getRequired()));
            header.setAllowEmptyValue(meant(header.getAllowEmptyValue()));
            tidy(header.getSchema());
        }
    }

    private static void tidy(@Nullable Content content) {
        if (content != null) {
            values(content.getMediaTypes()).stream().map(MediaType::getSchema).forEach(OpenApiTidying::tidy);
        }
    }

    private static void tidy(@Nullable Schema schema) {
        if (schema == null) {
            return;
        }
        schema.setExclusiveMaximum(meant(schema.getExclusiveMaximum()));
        schema.setExclusiveMinimum(meant(schema.getExclusiveMinimum()));
        schema.setUniqueItems(meant(schema.getUniqueItems()));
        schema.setNullable(meant(schema.getNullable()));
        schema.setReadOnly(meant(schema.getReadOnly()));
        schema.setWriteOnly(meant(schema.getWriteOnly()));
        schema.setDeprecated(meant(schema.getDeprecated()));
        schema.setMinLength(meant(schema.getMinLength()));
        schema.setMinProperties(meant(schema.getMinProperties()));
        schema.setMaxProperties(meant(schema.getMaxProperties()));
        tidy(schema.getItems());
        Map<String, Schema> properties = schema.getProperties();
        if (properties != null) {
            properties.forEach(OpenApiTidying::typed);
            properties.values().forEach(OpenApiTidying::tidy);
        }
    }

    /** Gives ids and times, which the server knows as objects without properties, the type they have in JSON. */
    private static void typed(String name, Schema schema) {
        boolean opaque = schema.getType() == Schema.SchemaType.OBJECT
                && schema.getRef() == null
                && values(schema.getProperties()).isEmpty();
        if (opaque && (name.equals("id") || name.endsWith("Id"))) {
            schema.setType(Schema.SchemaType.STRING);
            schema.setFormat("uuid");
        } else if (opaque && (name.equals("at") || name.endsWith("At"))) {
            schema.setType(Schema.SchemaType.STRING);
            schema.setFormat("date-time");
        }
    }

    private static @Nullable List<Tag> once(@Nullable List<Tag> tags) {
        if (tags == null) {
            return null;
        }
        Map<String, Tag> byName = new LinkedHashMap<>();
        tags.forEach(tag -> byName.putIfAbsent(tag.getName(), tag));
        return new ArrayList<>(byName.values());
    }

    private static @Nullable Boolean meant(@Nullable Boolean flag) {
        return Boolean.TRUE.equals(flag) ? flag : null;
    }

    private static @Nullable Integer meant(@Nullable Integer bound) {
        return bound == null || bound == 0 ? null : bound;
    }

    private static <T> List<T> each(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static <T> Collection<T> values(@Nullable Map<String, T> map) {
        return map == null ? List.of() : map.values();
    }
}
