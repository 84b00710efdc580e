package io.universalmiddleware.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {
    @ParameterizedTest
    @CsvSource({
        "shop.example, shop.example",
        "SHOP.Example:81, shop.example:81",
        "shop.example., shop.example",
        "shop.example.:81, shop.example:81",
        "[::1]:81, [::1]:81"
    })
    void aHostHasOneForm(String said, String form) {
        assertThat(Authority.of(said))
                .isInstanceOfSatisfying(
                        Checked.Usable.class,
                        usable -> assertThat(usable.value()).hasToString(form));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a..", ".a", "a:", "a:0", "a:65536", "a b", "u@a", "[::1", "[1]", "[::1]."})
    void whatIsNoHostIsRefused(String said) {
        assertThat(Authority.of(said)).isInstanceOf(Checked.Refused.class);
    }
}
