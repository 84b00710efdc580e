package io.universalmiddleware.gateway.identity.authorize;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the browser is sent with an answer. Each names the issuer, so that no other's answer is taken for it (RFC 9207).
 *
 * @param uri one of the application's
 * @param state of the request; null if it had none
 */
record ReturnAddress(String uri, @Nullable String state, String issuer) {
    /** With a code (RFC 6749, section 4.1.2). */
    String withCode(String code) {
        return with(new LinkedHashMap<>(Map.of("code", code)));
    }

    /** With an error (section 4.1.2.1). */
    String withError(AuthorizationError error) {
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("error", error.code());
        answer.put("error_description", error.description());
        return with(answer);
    }

    /** What a page's forms may lead to, so that they may lead here. */
    String source() {
        return RedirectUris.source(uri);
    }

    private String with(Map<String, String> answer) {
        if (state != null) {
            answer.put("state", state);
        }
        answer.put("iss", issuer);
        return RedirectUris.with(uri, answer);
    }
}
