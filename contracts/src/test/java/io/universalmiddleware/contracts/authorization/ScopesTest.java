package io.universalmiddleware.contracts.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScopesTest {
    @Test
    void areWordsOfATextAndNothingElse() {
        assertThat(Scopes.of(" read  write read ")).containsExactlyInAnyOrder("read", "write");
        assertThat(Scopes.of(" ")).isEmpty();
        assertThat(Scopes.of(List.of("read"))).isEmpty();
        assertThat(Scopes.of(null)).isEmpty();
    }
}
