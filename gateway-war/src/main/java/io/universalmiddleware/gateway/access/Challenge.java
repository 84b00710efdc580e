package io.universalmiddleware.gateway.access;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.http.Refusal;
import java.util.Set;

/**
 * A challenge tells a client how to say who it is (RFC 9110, section 11.6.1; RFC 6750, section 3).
 *
 * @param realm the tenant
 */
record Challenge(String realm, boolean tokens, boolean keys) {
    private static final String FIELD = "WWW-Authenticate";

    Refusal missing() {
        return unauthenticated("Credentials are needed.", "");
    }

    Refusal invalidToken() {
        return unauthenticated("The token is not valid.", ", error=\"invalid_token\"");
    }

    Refusal expiredToken() {
        return unauthenticated(
                "The token has expired.", ", error=\"invalid_token\", error_description=\"The token has expired\"");
    }

    Refusal invalidKey() {
        return unauthenticated("The API key is not valid.", "");
    }

    Refusal ambiguous() {
        return unauthenticated("Credentials may be given once.", ", error=\"invalid_request\"");
    }

    Refusal scopeMissing(Set<String> scopes) {
        String needed = String.join(" ", scopes.stream().sorted().toList());
        String said = tokens
                ? "Bearer realm=\"" + realm + "\", error=\"insufficient_scope\", scope=\"" + needed + '"'
                : "ApiKey realm=\"" + realm + '"';
        return Refusal.of(ProblemType.FORBIDDEN, "A scope is needed that the caller has not.")
                .with(FIELD, said);
    }

    private Refusal unauthenticated(String detail, String error) {
        String bearer = tokens ? "Bearer realm=\"" + realm + '"' + error : "";
        String key = keys ? "ApiKey realm=\"" + realm + '"' : "";
        return Refusal.of(ProblemType.UNAUTHENTICATED, detail)
                .with(FIELD, bearer.isEmpty() ? key : key.isEmpty() ? bearer : bearer + ", " + key);
    }
}
