package io.universalmiddleware.gateway.filter;

import java.util.Set;

/**
 * A caller is who sends a request, as far as that has been verified. Texts are empty where there is nothing to say.
 *
 * @param user the token's subject
 * @param scopes what a key or a token is for
 * @param keyId the API key's id
 * @param consumer whose key it is
 * @param application which acts for the user: the client that the token was given to; empty for users themselves
 */
public record Caller(
        Kind kind,
        String user,
        Set<String> roles,
        Set<String> scopes,
        String keyId,
        String consumer,
        String application) {

    /** By what the caller is known. */
    public enum Kind {
        ANONYMOUS,
        USER,
        KEY
    }

    /** Somebody. */
    public static final Caller ANONYMOUS = new Caller(Kind.ANONYMOUS, "", Set.of(), Set.of(), "", "");

    /** Of no application. */
    public Caller(Kind kind, String user, Set<String> roles, Set<String> scopes, String keyId, String consumer) {
        this(kind, user, roles, scopes, keyId, consumer, "");
    }

    public Caller {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
    }
}
