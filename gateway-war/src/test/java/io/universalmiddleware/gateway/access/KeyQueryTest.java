package io.universalmiddleware.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyQueryTest {

    @Test
    void takesTheKeyOutOfTheQuery() {
        assertThat(KeyQuery.of("a=1&api_key=umk_x&b=%20&&c", "api_key"))
                .isEqualTo(new KeyQuery(List.of("umk_x"), "a=1&b=%20&&c"));
        assertThat(KeyQuery.of("api_key=umk_x", "api_key")).isEqualTo(new KeyQuery(List.of("umk_x"), null));
        assertThat(KeyQuery.of("api_key=1&api_key=2", "api_key")).isEqualTo(new KeyQuery(List.of("1", "2"), null));
    }

    @Test
    void leavesAnyOtherQueryAsItIs() {
        for (String query : List.of("", "my_api_key=1", "api_keys=1", "API_KEY=1", "api%5Fkey=1", "&&=&")) {
            assertThat(KeyQuery.of(query, "api_key")).isEqualTo(new KeyQuery(List.of(), query));
        }
        assertThat(KeyQuery.of(null, "api_key")).isEqualTo(new KeyQuery(List.of(), null));
    }
}
