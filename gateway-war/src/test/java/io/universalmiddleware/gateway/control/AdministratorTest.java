package io.universalmiddleware.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdministratorTest {

    @Test
    void onlyTheOperatorsAdminsManageEveryTenant() {
        assertThat(Administrator.of(new StandInToken("operator", "admin", "support"), "operator"))
                .isEqualTo(new Administrator("operator", "olga", true));
        assertThat(Administrator.of(new StandInToken("shop", "admin"), "operator")
                        .ofAll())
                .isFalse();
        assertThat(Administrator.of(new StandInToken("operator"), "operator").ofAll())
                .isFalse();
    }

    @Test
    void aRoleOfTheOperatorsOwnIsForThatTenantAlone() {
        Administrator support = Administrator.of(new StandInToken("operator", "support", "user"), "operator");

        assertThat(support.ofAll()).isFalse();
        assertThat(support.onlyTenant()).isEqualTo("operator");
        assertThat(support.manages("operator")).isTrue();
        assertThat(support.manages("shop")).isFalse();
    }
}
