package io.universalmiddleware.gateway.webhook;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.network.AddressGuard;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/**
 * Where an endpoint is, and what it is told.
 *
 * @param url http or https, absolute, without user and fragment
 * @param enabled whether it is told anything
 * @param headers fields that its author adds to each request
 * @param perSecond at most so many requests a second from each node; 0 for no bound
 */
public record WebhookConfig(URI url, EventFilter events, boolean enabled, Map<String, String> headers, int perSecond) {
    private static final URI NOWHERE = URI.create("https://invalid/");
    private static final int LONGEST_URL = 2_000;
    private static final int LONGEST_DESCRIPTION = 1_000;
    private static final int MOST_PER_SECOND = 10_000;

    public WebhookConfig {
        headers = Map.copyOf(headers);
    }

    /** The fields of the configuration document; what is wrong is noted there. */
    public static WebhookConfig read(Section in) {
        String description = in.text("description", "");
        if (description.length() > LONGEST_DESCRIPTION) {
            in.violation("description", "expected at most " + LONGEST_DESCRIPTION + " characters");
        }
        return new WebhookConfig(
                url(in),
                EventFilter.read(in, "events"),
                in.flag("enabled", true),
                ExtraHeaders.read(in, "headers"),
                in.integer("requestsPerSecond", 0, 0, MOST_PER_SECOND));
    }

    /** Why nothing may be sent there, as far as that can be told without asking for addresses. */
    public Optional<String> refusal(AddressGuard guard, boolean plainAllowed) {
        if (!plainAllowed && !isTls()) {
            return Optional.of("expected https: " + WebhookSettings.ALLOW_HTTP.key() + " does not allow http");
        }
        return guard.refusal(url.getHost());
    }

    public boolean isTls() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    /** The port, whether the URL names it or not. */
    public int port() {
        return url.getPort() > 0 ? url.getPort() : isTls() ? 443 : 80;
    }

    private static URI url(Section in) {
        String text = in.required("url");
        if (text.isBlank()) {
            return NOWHERE;
        }
        try {
            URI url = new URI(text);
            boolean scheme = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            if (text.length() <= LONGEST_URL
                    && scheme
                    && url.getHost() != null
                    && !url.getHost().isEmpty()
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null
                    && url.getPort() != 0
                    && url.getPort() <= 65_535
                    && isAscii(text)) {
                return url;
            }
        } catch (URISyntaxException malformed) {
            // told below
        }
        in.violation(
                "url",
                "expected an absolute http or https URL of at most " + LONGEST_URL
                        + " ASCII characters, without user and fragment");
        return NOWHERE;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 127);
    }
}
