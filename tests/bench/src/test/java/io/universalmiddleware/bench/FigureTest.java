package io.universalmiddleware.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
    @Test
    void theMedianIsTheMiddleRound() {
        assertThat(Figure.median(List.of(9.0, 1.0, 3.0))).isEqualTo(3);
        assertThat(Figure.median(List.of(4.0, 2.0))).isEqualTo(3);
        assertThatThrownBy(() -> Figure.median(List.of())).isInstanceOf(BenchException.class);
    }

    @Test
    void isWrittenWithItsPeerOrWithout() throws Exception {
        ObjectMapper json = new ObjectMapper();

        assertThat(json.writeValueAsString(Figure.beside("a", 3, "ms", "other", 2)))
                .isEqualTo(
                        "{\"name\":\"a\",\"value\":3.0,\"unit\":\"ms\",\"peer\":\"other\",\"peerValue\":2.0,\"ratio\":1.5}");
        assertThat(json.writeValueAsString(Figure.alone("b", 1.234, "s")))
                .isEqualTo(
                        "{\"name\":\"b\",\"value\":1.23,\"unit\":\"s\",\"peer\":null,\"peerValue\":null,\"ratio\":null}");
    }

    @Test
    void saysWhetherItReachesWhatItShould() {
        assertThat(Reach.verdict(Figure.beside("intake.edge.accepted", 300, "commands/s", "pgbench", 100)))
                .isEqualTo(">= 1.5 x ok");
        assertThat(Reach.verdict(Figure.beside("relay.p99", 12, "ms", "Debezium", 10)))
                .isEqualTo("<= 20 ok, <= 1 x MISSED");
        assertThat(Reach.verdict(Figure.alone("hub.p50", 1, "ms"))).isEmpty();
    }
}
