package io.universalmiddleware.runtime.rest;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Lets clients speak CBOR with a JSON API, and read its answers as CBOR or XML. Problems stay JSON.
 *
 * <p>The resources know JSON alone: a request is recoded before one is chosen, an answer after it has been written.
 */
@Provider
@PreMatching
public class NegotiationFilter implements ContainerRequestFilter, WriterInterceptor {
    private static final String WANTED = NegotiationFilter.class.getName();
    private static final int MAX_BODY = 1_048_576;

    private final Recoding recoding = new Recoding();

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        MultivaluedMap<String, String> headers = request.getHeaders();
        Representation wanted = Representation.of(headers.getOrDefault(HttpHeaders.ACCEPT, List.of()));
        if (wanted != Representation.JSON) {
            request.setProperty(WANTED, wanted);
            headers.putSingle(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON);
        }
        String type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        if (type != null && type.strip().equalsIgnoreCase(Representation.CBOR.type())) {
            byte[] json = json(request.getEntityStream().readNBytes(MAX_BODY + 1));
            headers.putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
            headers.putSingle(HttpHeaders.CONTENT_LENGTH, Integer.toString(json.length));
            request.setEntityStream(new ByteArrayInputStream(json));
        }
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        MediaType type = context.getMediaType();
        if (!(context.getProperty(WANTED) instanceof Representation wanted)
                || type == null
                || !type.getType().equals("application")
                || !type.getSubtype().equals("json")) {
            context.proceed();
            return;
        }
        OutputStream out = context.getOutputStream();
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        context.setOutputStream(json);
        try {
            context.proceed();
        } finally {
            context.setOutputStream(out);
        }
        context.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, wanted.type());
        context.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        out.write(recoding.fromJson(json.toByteArray(), wanted));
    }

    private byte[] json(byte[] cbor) {
        if (cbor.length > MAX_BODY) {
            throw new ProblemException(
                    Problem.of(ProblemType.CONTENT_TOO_LARGE, "CBOR has at most " + MAX_BODY + " bytes here."));
        }
        try {
            return recoding.toJson(cbor);
        } catch (IOException invalid) {
            throw new ProblemException(Problem.of(ProblemType.MALFORMED_REQUEST, "The body is not valid CBOR."));
        }
    }
}
