package io.universalmiddleware.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void textsStandLeftAndNumbersRight() {
        Table table = new Table(List.of("tenant", "route"), "REQUESTS", "P99 MS");
        table.add(List.of("shop", "everything", "1", "12.5"));
        table.add(List.of("b", "-", "12345678901", "3.0"));

        assertThat(table.lines())
                .containsExactly(
                        "TENANT  ROUTE          REQUESTS  P99 MS",
                        "shop    everything            1    12.5",
                        "b       -           12345678901     3.0");
    }
}
