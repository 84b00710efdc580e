package io.universalmiddleware.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFaultTest {

    @ParameterizedTest
    @CsvSource({
        "08006, true",
        "40001, true",
        "53300, true",
        "55P03, true",
        "57P01, true",
        "25P03, true",
        "25P04, true",
        "25P02, false",
        "22001, false",
        "23505, false"
    })
    void theSameWorkMaySucceedAfterWhatPasses(String state, boolean passes) {
        RuntimeException fault = new IllegalStateException(new SQLException("said", state));

        assertThat(SqlFault.isTransient(fault)).isEqualTo(passes);
    }
}
