package io.universalmiddleware.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

class AdministratorTest {

    @Test
    void onlyTheOperatorsAdminsManageEveryTenant() {
        assertThat(Administrator.of(token("operator", "admin", "support"), "operator"))
                .isEqualTo(new Administrator("operator", "olga", true));
        assertThat(Administrator.of(token("shop", "admin"), "operator").ofAll()).isFalse();
        assertThat(Administrator.of(token("operator"), "operator").ofAll()).isFalse();
    }

    @Test
    void aRoleOfTheOperatorsOwnIsForThatTenantAlone() {
        Administrator support = Administrator.of(token("operator", "support", "user"), "operator");

        assertThat(support.ofAll()).isFalse();
        assertThat(support.onlyTenant()).isEqualTo("operator");
        assertThat(support.manages("operator")).isTrue();
        assertThat(support.manages("shop")).isFalse();
    }

    private static JsonWebToken token(String tenant, String... roles) {
        Map<String, Object> claims = Map.of("sub", "olga", "tenant", tenant, "groups", Set.of(roles));
        return new JsonWebToken() {
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
        };
    }
}
