package io.universalmiddleware.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainConnectionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeout=5 | 5",
                "timeout=9 | 9",
                "Timeout=95, max=100 | 95",
                "max=1,timeout=19 | 19",
                "timeout=0 | 0",
                "timeout= | -1",
                "timeout=-1 | -1",
                "timeout=5s | -1",
                "timeout=9999999999 | -1",
                "keeptimeout=9 | -1",
                "max=9 | -1",
            })
    void heedsHowLongTheUpstreamKeepsAConnection(String said, int seconds) {
        assertThat(PlainConnection.secondsKept(said)).isEqualTo(seconds);
    }
}
