package io.universalmiddleware.launcher.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.stores.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client of the platform's REST API, through the edge. What gives no usable answer is a {@link StoreException} that says so. */
public final class EdgeClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI edge;

    public EdgeClient(URI edge) {
        this.edge = edge;
    }

    /**
     * Sends a request.
     *
     * @param fields of the request's header
     * @param body JSON; null for none
     */
    public Answer send(String method, String path, Map<String, String> fields, @Nullable String body) {
        HttpResponse<InputStream> answer = open(method, path, fields, body);
        try (InputStream json = answer.body()) {
            return new Answer(answer.statusCode(), read(json));
        } catch (IOException e) {
            throw unusable(answer.uri(), e);
        }
    }

    /** Copies what a GET answers. @throws StoreException saying why, if it was refused */
    public void copy(String path, Map<String, String> fields, OutputStream to) {
        HttpResponse<InputStream> answer = open("GET", path, fields, null);
        try (InputStream body = answer.body()) {
            if (answer.statusCode() / 100 != 2) {
                new Answer(answer.statusCode(), read(body)).accepted();
            }
            body.transferTo(to);
            to.flush();
        } catch (IOException e) {
            throw unusable(answer.uri(), e);
        }
    }

    private HttpResponse<InputStream> open(
            String method, String path, Map<String, String> fields, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(edge.resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        fields.forEach(request::header);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw unusable(edge.resolve(path), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted");
        }
    }

    private static JsonNode read(InputStream body) throws IOException {
        return JSON.readTree(body);
    }

    private static StoreException unusable(URI uri, IOException why) {
        return new StoreException(uri + " gave no usable answer: " + why.getMessage());
    }
}
