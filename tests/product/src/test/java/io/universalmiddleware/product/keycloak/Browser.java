package io.universalmiddleware.product.keycloak;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A user's browser, as far as Keycloak needs one: it keeps cookies by their paths, those that are for TLS alone too since it is on loopback, and
 * goes only where the test sends it.
 */
final class Browser {
    private static final Pattern FORM = Pattern.compile("<form[^>]*\\saction=\"([^\"]+)\"");
    private static final Pattern PATH = Pattern.compile(";\\s*path=([^;]+)", Pattern.CASE_INSENSITIVE);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Map<String, String>> cookies = new HashMap<>();

    HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri), uri);
    }

    /** Fills in the login form behind the URI: where the browser is sent then. */
    URI logsIn(URI authorization, String user, String password) {
        HttpResponse<String> page = get(authorization);
        Matcher form = FORM.matcher(page.body());
        if (page.statusCode() != 200 || !form.find()) {
            throw new AssertionError("no login form: " + page.statusCode() + ' ' + page.body());
        }
        URI action = URI.create(form.group(1).replace("&amp;", "&"));
        return sentTo(send(
                HttpRequest.newBuilder(action)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "username=" + encoded(user) + "&password=" + encoded(password) + "&credentialId=")),
                action));
    }

    /** Where an answer sends the browser. */
    static URI sentTo(HttpResponse<String> answer) {
        return URI.create(answer.headers()
                .firstValue("Location")
                .orElseThrow(() -> new AssertionError("sent nowhere: " + answer.statusCode() + ' ' + answer.body())));
    }

    /** What an URI's query says. */
    static Map<String, String> query(URI uri) {
        return Arrays.stream(uri.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request, URI uri) {
        String sent = cookies.entrySet().stream()
                .filter(path -> uri.getPath().startsWith(path.getKey()))
                .flatMap(path -> path.getValue().entrySet().stream())
                .map(cookie -> cookie.getKey() + '=' + cookie.getValue())
                .collect(Collectors.joining("; "));
        if (!sent.isEmpty()) {
            request.header("Cookie", sent);
        }
        try {
            HttpResponse<String> answer =
                    client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            answer.headers().allValues("Set-Cookie").forEach(this::keep);
            return answer;
        } catch (IOException e) {
            throw new AssertionError(uri + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String cookie) {
        Matcher path = PATH.matcher(cookie);
        Map<String, String> kept =
                cookies.computeIfAbsent(path.find() ? path.group(1).strip() : "/", at -> new HashMap<>());
        String[] pair = cookie.split(";", 2)[0].split("=", 2);
        if (pair[1].isEmpty() || cookie.toLowerCase(Locale.ROOT).contains("max-age=0")) {
            kept.remove(pair[0]);
        } else {
            kept.put(pair[0], pair[1]);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
