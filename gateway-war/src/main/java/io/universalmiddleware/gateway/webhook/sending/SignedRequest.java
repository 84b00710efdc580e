package io.universalmiddleware.gateway.webhook.sending;

import io.universalmiddleware.gateway.webhook.Signature;
import io.universalmiddleware.gateway.webhook.SigningSecret;
import io.universalmiddleware.gateway.webhook.WebhookConfig;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * A signed request is one attempt as it goes out.
 *
 * @param to the endpoint
 * @param id of the message
 * @param timestamp of the attempt, in seconds since 1970
 * @param signature over id, timestamp and body
 */
record SignedRequest(WebhookConfig to, String id, long timestamp, String signature, byte[] body) {
    private static final String PREFIX = "msg_";

    static SignedRequest of(WebhookConfig to, String message, String body, List<SigningSecret> secrets, Instant now) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String id = PREFIX + message;
        long timestamp = now.getEpochSecond();
        return new SignedRequest(to, id, timestamp, Signature.of(secrets, id, timestamp, bytes), bytes);
    }
}
