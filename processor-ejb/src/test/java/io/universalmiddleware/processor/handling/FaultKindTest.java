package io.universalmiddleware.processor.handling;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.persistence.postgres.SqlFault;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultKindTest {

    @ParameterizedTest
    @ValueSource(strings = {"08006", "08003", "53300", "57P01", "57P03"})
    void aDatabaseThatCannotBeReachedIsAway(String state) {
        RuntimeException fault = new IllegalStateException(new SqlFault(new SQLException("x", state)));

        assertThat(FaultKind.of(fault)).isEqualTo(FaultKind.AWAY);
    }

    @Test
    void aPoolThatGivesNoConnectionMeansTheDatabaseIsAway() {
        SQLException noneToBeHad = new SQLException("Error in allocating a connection. Cause: refused");

        assertThat(FaultKind.of(new IllegalStateException(noneToBeHad))).isEqualTo(FaultKind.AWAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01", "55P03"})
    void aTransactionThatLostAgainstAnotherPasses(String state) {
        assertThat(FaultKind.of(new SqlFault(new SQLException("x", state)))).isEqualTo(FaultKind.PASSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22P02", "42P01", "57014"})
    void aStatementThatCannotWorkIsItsHandlersFault(String state) {
        assertThat(FaultKind.of(new SqlFault(new SQLException("x", state)))).isEqualTo(FaultKind.HANDLER);
    }

    @Test
    void anExceptionOfTheApplicationIsItsHandlersFault() {
        assertThat(FaultKind.of(new NullPointerException())).isEqualTo(FaultKind.HANDLER);
        assertThat(FaultKind.of(new StackOverflowError())).isEqualTo(FaultKind.HANDLER);
    }

    @Test
    void aCommandThatNobodyCanReadIsLost() {
        assertThat(FaultKind.of(new UnusableCommandException("x", null))).isEqualTo(FaultKind.PERMANENT);
    }
}
