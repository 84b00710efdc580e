package io.universalmiddleware.launcher.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Asks a process for {@code /health/ready}, and says in words what is missing. */
public final class Readiness {
    private static final int CONNECT_MILLIS = 1000;

    /** A check asks a store that is away for up to five seconds. */
    private static final int ANSWER_MILLIS = 10_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI health;

    public Readiness(URI process) {
        this.health = process.resolve("/health/ready");
    }

    /** What it waits for; empty when everything is ready. */
    public String missing() {
        try {
            HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            int status = connection.getResponseCode();
            if (status == HttpURLConnection.HTTP_OK) {
                connection.getInputStream().close();
                return "";
            }
            try (InputStream body = connection.getErrorStream()) {
                return body == null ? "the application server" : named(JSON.readTree(body));
            }
        } catch (IOException notListening) {
            return "the application server";
        }
    }

    private static String named(JsonNode health) {
        List<String> down = new ArrayList<>();
        for (JsonNode check : health.path("checks")) {
            if (!"UP".equals(check.path("status").asText())) {
                down.add(check.path("name").asText());
            }
        }
        return down.isEmpty() ? "the application" : String.join(", ", down);
    }
}
