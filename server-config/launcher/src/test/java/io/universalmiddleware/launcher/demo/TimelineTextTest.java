package io.universalmiddleware.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class TimelineTextTest {
    @Test
    void countsFromTheFirstStep() throws JsonProcessingException {
        String timeline = """
                {"steps":[
                  {"at":"2026-11-21T12:00:00Z","step":"accepted","detail":{}},
                  {"at":"2026-11-21T12:00:00.012500Z","step":"pushed","detail":{"channel":"progress:ann:java","offset":3}}]}
                """;

        assertThat(TimelineText.lines(new ObjectMapper().readTree(timeline)))
                .containsExactly(
                        "     +0.0 ms  accepted", "    +12.5 ms  pushed        channel progress:ann:java, offset 3");
    }
}
