package io.universalmiddleware.runtime.rest;

import static io.universalmiddleware.runtime.rest.Requests.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.rows.RowScope;
import java.security.Principal;
import org.junit.jupiter.api.Test;

class RowScopeFilterTest {
    private final RowScopeFilter filter = new RowScopeFilter(new TenantId("operator"));

    @Test
    void aRequestIsHeldToItsCallersTenant() {
        assertThat(of(token("shop", "ann", "user"))).isEqualTo(RowScope.of(new TenantId("shop")));
        assertThat(of(token("shop", "sam", "admin"))).isEqualTo(RowScope.of(new TenantId("shop")));
    }

    @Test
    void theOperatorsAdminsAloneAreHeldToNone() {
        assertThat(of(token("operator", "olga", "admin"))).isEqualTo(RowScope.PLATFORM);
        assertThat(of(token("operator", "otto", "clerk"))).isEqualTo(RowScope.of(new TenantId("operator")));
    }

    @Test
    void theNextRequestOnTheThreadStartsAnew() {
        of(token("shop", "ann", "user"));

        assertThat(RowScope.entered()).isEmpty();
    }

    private RowScope of(Principal caller) {
        try (RowScope.Entry request = RowScope.NOBODY.enter()) {
            filter.filter(Requests.by(caller));
            return RowScope.entered().orElseThrow();
        }
    }
}
