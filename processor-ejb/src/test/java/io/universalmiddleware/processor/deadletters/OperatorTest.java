package io.universalmiddleware.processor.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.processor.ProcessorSettings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

class OperatorTest {
    private final ProcessorSettings settings = ProcessorSettings.from(new Settings(key -> Optional.empty()));

    @Test
    void lettersOfNoTenantAreForTheOperatorsAdminsAlone() {
        assertThat(Operator.of(token("operator", "admin"), settings).tenants())
                .containsExactlyInAnyOrder("operator", "");
        assertThat(Operator.of(token("operator", "support"), settings).tenants())
                .containsExactly("operator");
        assertThat(Operator.of(token("shop", "admin"), settings).tenants()).containsExactly("shop");
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
