package io.universalmiddleware.contracts.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.Uuid7;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistencyTokenTest {

    @Test
    void namesItsCommand() {
        ConsistencyToken token = new ConsistencyToken(new CommandId(Uuid7.next(Clock.systemUTC())));

        assertThat(token.text()).matches("1\\.[A-Za-z0-9_-]{22}");
        assertThat(ConsistencyToken.parse(token.text())).contains(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.",
                "2.AAAAAAAAAAAAAAAAAAAAAA",
                "1.AAAAAAAAAAAAAAAAAAAAA",
                "1.AAAAAAAAAAAAAAAAAAAAAB",
                "1.AAAAAAAAAAAAAAAAAAAA/A",
                "1.AAAAAAAAAAAAAAAAAAAAAA="
            })
    void refusesWhatItDidNotMake(String text) {
        assertThat(ConsistencyToken.parse(text)).isEmpty();
    }
}
