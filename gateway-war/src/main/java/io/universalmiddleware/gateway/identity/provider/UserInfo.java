package io.universalmiddleware.gateway.identity.provider;

import io.universalmiddleware.gateway.identity.profile.UserClaims;
import io.universalmiddleware.token.Identity;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What applications are told of users (OpenID Connect Core 1.0, section 5.3.2). */
@Dependent
public class UserInfo {
    private final UserClaims claims;

    @Inject
    public UserInfo(UserClaims claims) {
        this.claims = claims;
    }

    /** What a token's scopes ask for; empty if its user is there no more, or kept out. */
    Optional<Map<String, Object>> of(Identity identity) {
        return Identifiers.uuid(identity.user())
                .flatMap(user -> claims.of(user, identity.scopes()))
                .map(known -> {
                    Map<String, Object> told = new LinkedHashMap<>();
                    told.put("sub", identity.user());
                    told.putAll(known);
                    return told;
                });
    }
}
