package io.universalmiddleware.launcher.origin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a demo origin answers. Every answer has its name ({@code X-Origin}) and the number of the request ({@code X-Origin-Request}), which
 * grows with each that reaches it.
 *
 * <ul>
 *   <li>{@code /slow?ms=500}: after so many milliseconds, at most a minute
 *   <li>{@code /fail?status=503}: with that status, 400 to 599
 *   <li>{@code /cacheable?max-age=60&tag=demo}: may be stored; with {@code ETag}, {@code Surrogate-Key}, and 304 where it fits
 *   <li>{@code /health}: 200, or 503 while it is broken
 *   <li>{@code /break}, {@code /heal}: from now on all but these two and {@code /cacheable} are 503, or not any more
 *   <li>anything else: what it got
 * </ul>
 */
final class DemoAnswers {
    private static final int LONGEST_MILLIS = 60_000;
    private static final int LONGEST_AGE = 86_400;

    private final String name;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicBoolean broken = new AtomicBoolean();

    DemoAnswers(String name) {
        this.name = name;
    }

    void answer(HttpExchange exchange) throws IOException, InterruptedException {
        long number = requests.incrementAndGet();
        Headers headers = exchange.getResponseHeaders();
        headers.set("X-Origin", name);
        headers.set("X-Origin-Request", Long.toString(number));
        headers.set("Content-Type", "application/json");
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        switch (last(exchange.getRequestURI().getPath())) {
            case "break" -> turn(exchange, true);
            case "heal" -> turn(exchange, false);
            case "cacheable" -> cacheable(exchange, query, number);
            case "slow" -> {
                Thread.sleep(number(query, "ms", 500, 0, LONGEST_MILLIS));
                usual(exchange, number);
            }
            case "fail" -> send(exchange, number(query, "status", 503, 400, 599), told(exchange, number));
            default -> usual(exchange, number);
        }
    }

    private void usual(HttpExchange exchange, long number) throws IOException {
        send(exchange, broken.get() ? 503 : 200, told(exchange, number));
    }

    private void turn(HttpExchange exchange, boolean to) throws IOException {
        broken.set(to);
        send(exchange, 200, "{\"origin\":" + quoted(name) + ",\"broken\":" + to + "}\n");
    }

    private void cacheable(HttpExchange exchange, Map<String, String> query, long number) throws IOException {
        String tag = query.getOrDefault("tag", "demo").replaceAll("[^A-Za-z0-9._:-]", "");
        String etag = "\"" + name + "-v1\"";
        Headers headers = exchange.getResponseHeaders();
        headers.set("Cache-Control", "public, max-age=" + number(query, "max-age", 60, 0, LONGEST_AGE));
        headers.set("ETag", etag);
        headers.set("Surrogate-Key", tag);
        if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
        } else {
            send(exchange, 200, told(exchange, number));
        }
    }

    /** What came, so that one sees what the edge made of it. */
    private String told(HttpExchange exchange, long number) {
        StringBuilder told = new StringBuilder("{\"origin\":" + quoted(name) + ",\"request\":" + number)
                .append(",\"method\":")
                .append(quoted(exchange.getRequestMethod()))
                .append(",\"target\":")
                .append(quoted(exchange.getRequestURI().toString()))
                .append(",\"fields\":{");
        String between = "";
        for (Map.Entry<String, List<String>> field :
                exchange.getRequestHeaders().entrySet()) {
            told.append(between)
                    .append(quoted(field.getKey()))
                    .append(':')
                    .append(quoted(String.join(", ", field.getValue())));
            between = ",";
        }
        return told.append("}}\n").toString();
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return query;
    }

    private static int number(Map<String, String> query, String name, int fallback, int min, int max) {
        try {
            return Math.max(min, Math.min(max, Integer.parseInt(query.getOrDefault(name, ""))));
        } catch (NumberFormatException none) {
            return fallback;
        }
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ' || c > '~') {
                quoted.append("\\u%04x".formatted(c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
