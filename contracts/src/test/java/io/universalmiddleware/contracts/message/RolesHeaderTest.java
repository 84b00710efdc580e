package io.universalmiddleware.contracts.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RolesHeaderTest {
    @Test
    void readsBackWhateverRolesAreCalled() {
        Set<String> roles = Set.of("user", "a b", "x,y", "r\u00f4le", "+%", "line\nbreak");

        assertThat(RolesHeader.parse(RolesHeader.text(roles))).isEqualTo(roles);
        assertThat(RolesHeader.text(roles)).matches("[ -~]*");
    }

    @Test
    void noneIsEmpty() {
        assertThat(RolesHeader.text(Set.of())).isEmpty();
        assertThat(RolesHeader.parse("")).isEmpty();
        assertThat(RolesHeader.parse("user admin")).containsExactlyInAnyOrder("user", "admin");
    }

    @Test
    void refusesWhatIsNotEncoded() {
        assertThatThrownBy(() -> RolesHeader.parse("%zz")).isInstanceOf(IllegalArgumentException.class);
    }
}
