package io.universalmiddleware.runtime.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns the entity of a JSON answer into its bytes with the platform's mapper, before Jersey looks for a writer.
 *
 * <p>The server has JSON mappers of its own, and which of several writers Jersey takes differs from start to start.
 */
@Provider
@ApplicationScoped
public class JsonAnswers implements ContainerResponseFilter {
    private ObjectMapper mapper;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected JsonAnswers() {}

    @Inject
    public JsonAnswers(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) throws IOException {
        @Nullable MediaType media = response.getMediaType();
        if (response.hasEntity() && isJson(media) && !isWritten(response.getEntity())) {
            response.setEntity(
                    mapper.writeValueAsBytes(response.getEntity()),
                    response.getEntityAnnotations(),
                    media == null ? MediaType.APPLICATION_JSON_TYPE : media);
        }
    }

    private static boolean isJson(@Nullable MediaType media) {
        return media == null
                || media.getSubtype().equals("json")
                || media.getSubtype().endsWith("+json");
    }

    private static boolean isWritten(Object entity) {
        return entity instanceof byte[]
                || entity instanceof String
                || entity instanceof InputStream
                || entity instanceof StreamingOutput;
    }
}
