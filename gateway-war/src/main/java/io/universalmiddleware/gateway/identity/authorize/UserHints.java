package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.provider.IdTokenHints;
import io.universalmiddleware.gateway.identity.provider.Identifiers;
import io.universalmiddleware.gateway.identity.token.Sealing;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Whom an application means ({@code id_token_hint}): by an ID token of its own, or by what the platform puts in the token's place while the request
 * waits for its user, which names that user to the platform alone.
 */
@Dependent
public class UserHints {
    private static final String PURPOSE = "id-token-hint";

    private final IdTokenHints tokens;
    private final Sealing sealing;

    @Inject
    public UserHints(IdTokenHints tokens, Sealing sealing) {
        this.tokens = tokens;
        this.sealing = sealing;
    }

    /** The user; empty if it is no hint of the application's. */
    Optional<UUID> read(String hint, UUID application) {
        return tokens.read(hint)
                .map(token -> Optional.of(token.user())
                        .filter(user -> token.application().equals(application)))
                .orElseGet(() -> open(hint, application));
    }

    /** What is kept in a token's place. */
    String keep(UUID user, UUID application) {
        byte[] plain = user.toString().getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(sealing.seal(PURPOSE, application.toString(), plain));
    }

    private Optional<UUID> open(String kept, UUID application) {
        byte[] sealed;
        try {
            sealed = Base64.getUrlDecoder().decode(kept);
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
        return sealing.open(PURPOSE, application.toString(), sealed)
                .flatMap(plain -> Identifiers.uuid(new String(plain, StandardCharsets.UTF_8)));
    }
}
