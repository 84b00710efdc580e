package io.universalmiddleware.product.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.stream.StreamSupport;

/** An answer is what came back for one HTTP request. */
public record Answer(int status, HttpHeaders headers, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROBLEMS = "https://universalmiddleware.io/problems/";

    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + this, e);
        }
    }

    /** The header's first value; fails the test when it is absent. */
    public String header(String name) {
        return headers.firstValue(name).orElseThrow(() -> new AssertionError("no header " + name + " in " + this));
    }

    /** The id of the command that was accepted. */
    public String commandId() {
        String location = header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** The pointers of all violations, in order. */
    public List<String> pointers() {
        return StreamSupport.stream(json().path("violations").spliterator(), false)
                .map(violation -> violation.path("pointer").asText())
                .toList();
    }

    /** Checks that this is a whole problem (RFC 9457) of the type. */
    public Answer isProblem(int expectedStatus, String slug) {
        assertThat(status).as("status of %s", this).isEqualTo(expectedStatus);
        assertThat(header("Content-Type")).startsWith("application/problem+json");
        JsonNode problem = json();
        assertThat(problem.path("type").asText()).as("type of %s", this).isEqualTo(PROBLEMS + slug);
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("status").asInt()).isEqualTo(expectedStatus);
        assertThat(problem.path("instance").asText()).as("instance of %s", this).startsWith("/");
        assertThat(problem.path("requestId").asText()).isEqualTo(header("X-Request-Id"));
        assertThat(body).doesNotContain("Exception", "\tat ", "io.universalmiddleware.");
        return this;
    }

    public Answer isStatus(int expected) {
        assertThat(status).as("status of %s", this).isEqualTo(expected);
        return this;
    }

    /** Status, media type and the beginning of the body. */
    public String brief() {
        String type = headers.firstValue("Content-Type").orElse("no type");
        return status + " " + type + " " + (body.length() > 80 ? body.substring(0, 80) : body);
    }

    @Override
    public String toString() {
        return "HTTP " + status + ' ' + headers.map() + ' ' + (body.length() > 2000 ? body.substring(0, 2000) : body);
    }
}
