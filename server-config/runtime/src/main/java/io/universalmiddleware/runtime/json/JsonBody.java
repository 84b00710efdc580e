package io.universalmiddleware.runtime.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON bodies with the platform's mapper, before Jersey looks for a reader; one that cannot be read ends as a problem.
 *
 * <p>The server has JSON mappers of its own, and which of several readers Jersey takes differs from start to start.
 */
@Provider
@ApplicationScoped
public class JsonBody implements ReaderInterceptor {
    private static final Set<Class<?>> AS_THEY_ARE = Set.of(InputStream.class, byte[].class, String.class);

    private ObjectMapper mapper;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected JsonBody() {}

    @Inject
    public JsonBody(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public @Nullable Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
        if (AS_THEY_ARE.contains(body.getType()) || !isJson(body.getMediaType())) {
            return body.proceed();
        }
        try {
            return mapper.readValue(body.getInputStream(), mapper.constructType(body.getGenericType()));
        } catch (JsonProcessingException unreadable) {
            throw new ProblemException(JsonFault.problem(unreadable));
        }
    }

    private static boolean isJson(MediaType media) {
        return media.getSubtype().equals("json") || media.getSubtype().endsWith("+json");
    }
}
