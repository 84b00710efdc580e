package io.universalmiddleware.contracts.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
    @Test
    void isTheLastWhenNoMoreWasFoundThanItHolds() {
        Page<Integer> page = Page.of(List.of(1, 2), 2);

        assertThat(page.rows()).containsExactly(1, 2);
        assertThat(page.next(String::valueOf)).isNull();
        assertThat(Page.of(List.<Integer>of(), 2).next(String::valueOf)).isNull();
    }

    @Test
    void leadsOnBehindItsLastRow() {
        Page<Integer> page = Page.of(List.of(1, 2, 3), 2);

        assertThat(page.<String>told(row -> "row " + row)).containsExactly("row 1", "row 2");
        assertThat(page.next(String::valueOf)).isEqualTo("2");
    }
}
