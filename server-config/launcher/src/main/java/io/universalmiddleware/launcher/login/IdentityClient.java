package io.universalmiddleware.launcher.login;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.launcher.rest.Answer;
import io.universalmiddleware.launcher.rest.EdgeClient;
import io.universalmiddleware.stores.StoreException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The platform's identity as a user's client speaks to it. A 503 is asked again for a while: a platform that has just started makes its keys. */
public final class IdentityClient {
    private static final String AUTH = "/api/v1/auth/";
    private static final int ATTEMPTS = 30;

    private final EdgeClient edge;

    public IdentityClient(EdgeClient edge) {
        this.edge = edge;
    }

    /** 202, or why not. */
    public Answer register(LocalUser user) {
        return post("register", tenant(user), credentials(user));
    }

    /** Shows a proof that was mailed: 204. */
    public Answer verify(String proof) {
        return post("verify", Map.of(), body("token", proof));
    }

    /** 200 with tokens, or 401 with a challenge, or why not. */
    public Answer logIn(LocalUser user) {
        return post("login", tenant(user), credentials(user));
    }

    /** 200 with tokens. */
    public Answer answerChallenge(String challenge, String code) {
        return post("mfa/login", Map.of(), body("challenge", challenge).put("code", code));
    }

    /** 200 with a secret for an authenticator. */
    public Answer enrol(AccessToken token, String password) {
        return post("mfa", bearer(token), body("password", password));
    }

    /** 200 with recovery codes. */
    public Answer confirm(AccessToken token, String code) {
        return post("mfa/confirm", bearer(token), body("code", code));
    }

    /** Whether the platform takes a token now. */
    boolean takes(AccessToken token) {
        return edge.send("GET", AUTH + "sessions", bearer(token), null).status() == 200;
    }

    /** The field that brings a token along. */
    public static Map<String, String> bearer(AccessToken token) {
        return Map.of("Authorization", "Bearer " + token.text());
    }

    private Answer post(String path, Map<String, String> fields, ObjectNode body) {
        Answer answer = edge.send("POST", AUTH + path, fields, body.toString());
        for (int attempt = 1; answer.status() == 503 && attempt < ATTEMPTS; attempt++) {
            pause();
            answer = edge.send("POST", AUTH + path, fields, body.toString());
        }
        return answer;
    }

    private static Map<String, String> tenant(LocalUser user) {
        return Map.of("X-Tenant", user.tenant().value());
    }

    private static ObjectNode credentials(LocalUser user) {
        return body("email", user.email()).put("password", user.password());
    }

    private static ObjectNode body(String member, String value) {
        return JsonNodeFactory.instance.objectNode().put(member, value);
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted");
        }
    }
}
