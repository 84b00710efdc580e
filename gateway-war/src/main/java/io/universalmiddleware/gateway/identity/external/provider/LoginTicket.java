package io.universalmiddleware.gateway.identity.external.provider;

import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A login's ticket is held by the application that began it, and by nobody else: a login cannot be finished without it, so that nobody is
 * logged in by a link (RFC 9700, section 2.1). What goes to the provider is derived from it by HMAC-SHA-256 and tells nothing of it, so that
 * a hash is all that the platform keeps.
 */
public final class LoginTicket {
    private static final String PREFIX = "uml_";

    private final OpaqueToken token;

    private LoginTicket(OpaqueToken token) {
        this.token = token;
    }

    public static LoginTicket generate() {
        return new LoginTicket(OpaqueToken.generate(PREFIX));
    }

    /** What a client sends, whether it is one or not. */
    public static LoginTicket of(String text) {
        return new LoginTicket(new OpaqueToken(text));
    }

    public String text() {
        return token.text();
    }

    /** What is kept of it. */
    public byte[] hash() {
        return token.hash();
    }

    /** The {@code state} of RFC 6749, section 4.1.1. */
    public String state() {
        return derived("state");
    }

    public boolean hasState(String state) {
        return MessageDigest.isEqual(state().getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
    }

    /** The {@code nonce} of OpenID Connect Core 1.0, section 3.1.2.1. */
    String nonce() {
        return derived("nonce");
    }

    /** The {@code code_verifier} of RFC 7636, section 4.1. */
    String verifier() {
        return derived("verifier");
    }

    private String derived(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token.text().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "login ticket";
    }
}
