package io.universalmiddleware.gateway.transforming;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.http.Checked;
import io.universalmiddleware.gateway.json.MediaTypes;
import io.universalmiddleware.gateway.rewriting.Variables;
import org.jspecify.annotations.Nullable;

/** Transformations are what a route changes of the JSON bodies that pass it ({@code "body"} of a route). */
public final class Transformations {
    private final @Nullable Transformation request;
    private final @Nullable Transformation response;

    private Transformations(@Nullable Transformation request, @Nullable Transformation response) {
        this.request = request;
        this.response = response;
    }

    /**
     * Reads {@code request} and {@code response}, each with {@code changes}, {@code maxBytes} (1 MiB; 1 to 16 MiB) and
     * {@code passOthers} (whether other media types pass unchanged: true).
     */
    public static Transformations read(Section in) {
        Transformations read = new Transformations(
                in.object("request")
                        .map(section -> Transformation.read(section, true))
                        .orElse(null),
                in.object("response")
                        .map(section -> Transformation.read(section, true))
                        .orElse(null));
        return read;
    }

    public boolean changesRequests() {
        return request != null;
    }

    public boolean changesResponses() {
        return response != null;
    }

    /** Bytes that a request's body may have. */
    public int maxRequest() {
        return request == null ? 0 : request.maxBytes();
    }

    /** Bytes that an answer's body may have. */
    public int maxResponse() {
        return response == null ? 0 : response.maxBytes();
    }

    /** Whether a body of the type passes as it is. */
    public boolean passesRequest(@Nullable String contentType) {
        return request == null || !MediaTypes.isJson(contentType) && request.passOthers();
    }

    /** Whether an answer of the type passes as it is. */
    public boolean passesResponse(@Nullable String contentType) {
        return response == null || !MediaTypes.isJson(contentType) && response.passOthers();
    }

    /** The request's body as the origin gets it. */
    public Checked<byte[]> request(byte[] content, Variables variables) {
        return request == null ? Checked.usable(content) : request.apply(content, variables);
    }

    /** The answer's body as the client gets it. */
    public Checked<byte[]> response(byte[] content, Variables variables) {
        return response == null ? Checked.usable(content) : response.apply(content, variables);
    }
}
