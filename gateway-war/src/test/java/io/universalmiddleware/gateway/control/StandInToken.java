package io.universalmiddleware.gateway.control;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** A token as if it had been verified, of the user olga unless it says another. */
public final class StandInToken implements JsonWebToken {
    private final Map<String, Object> claims;

    public StandInToken(String tenant, String... roles) {
        this(Map.of("sub", "olga", "tenant", tenant, "groups", Set.of(roles)));
    }

    public StandInToken(Map<String, Object> claims) {
        this.claims = claims;
    }

    @Override
    public String getName() {
        return "olga";
    }

    @Override
    public Set<String> getClaimNames() {
        return claims.keySet();
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the interface has it
    public <T> T getClaim(String name) {
        return (T) claims.get(name);
    }
}
