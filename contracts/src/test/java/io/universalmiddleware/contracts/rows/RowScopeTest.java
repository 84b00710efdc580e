package io.universalmiddleware.contracts.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.id.TenantId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RowScopeTest {
    private static final RowScope SHOP = RowScope.of(new TenantId("shop"));

    @Test
    void isEnteredUntilItIsLeft() {
        assertThat(RowScope.entered()).isEmpty();
        try (RowScope.Entry nobody = RowScope.NOBODY.enter()) {
            try (RowScope.Entry shop = SHOP.enter()) {
                assertThat(RowScope.entered()).contains(SHOP);
            }
            assertThat(RowScope.entered()).contains(RowScope.NOBODY);
        }
        assertThat(RowScope.entered()).isEmpty();
    }

    @Test
    void isOfItsThreadAlone() {
        try (RowScope.Entry shop = SHOP.enter()) {
            Optional<RowScope> elsewhere =
                    CompletableFuture.supplyAsync(RowScope::entered).join();

            assertThat(elsewhere).isEmpty();
        }
    }

    @Test
    void nobodyIsNoTenantAndNotEverybody() {
        assertThat(RowScope.NOBODY).isNotEqualTo(RowScope.PLATFORM).isNotEqualTo(SHOP);
        assertThat(SHOP).isEqualTo(RowScope.of(new TenantId("shop"))).isNotEqualTo(RowScope.of(new TenantId("shop2")));
        assertThat(RowScope.PLATFORM.isEverybody()).isTrue();
        assertThat(RowScope.NOBODY.isEverybody()).isFalse();
    }
}
