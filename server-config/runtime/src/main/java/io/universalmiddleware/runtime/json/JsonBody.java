package io.universalmiddleware.runtime.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Set;

/** Reads and writes JSON bodies with the platform's mapper; a body that cannot be read ends as a problem. */
@Provider
@ApplicationScoped
@Consumes({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class JsonBody implements MessageBodyReader<Object>, MessageBodyWriter<Object> {
    private static final Set<Class<?>> NOT_OURS = Set.of(String.class, byte[].class, char[].class);

    private final ObjectMapper mapper;

    @Inject
    public JsonBody(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** For the container's proxy. */
    protected JsonBody() {
        this(JsonProducer.newMapper());
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return isOurs(type, media) && !InputStream.class.isAssignableFrom(type);
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        try {
            return mapper.readValue(body, mapper.constructType(generic));
        } catch (JsonProcessingException unreadable) {
            throw new ProblemException(JsonFault.problem(unreadable));
        }
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return isOurs(type, media) && !jakarta.ws.rs.core.StreamingOutput.class.isAssignableFrom(type);
    }

    @Override
    public void writeTo(
            Object value,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        mapper.writeValue(body, value);
    }

    private static boolean isOurs(Class<?> type, MediaType media) {
        String subtype = media.getSubtype();
        return !NOT_OURS.contains(type) && (subtype.equals("json") || subtype.endsWith("+json"));
    }
}
