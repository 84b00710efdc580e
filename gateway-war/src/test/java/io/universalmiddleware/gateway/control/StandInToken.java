package io.universalmiddleware.gateway.control;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** A token of the user olga, as if it had been verified. */
public final class StandInToken implements JsonWebToken {
    private final Map<String, Object> claims;

    public StandInToken(String tenant, String... roles) {
        claims = Map.of("sub", "olga", "tenant", tenant, "groups", Set.of(roles));
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
