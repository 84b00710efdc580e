package io.universalmiddleware.cache.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeReadingTest {
    private final EdgeReading door = door(Role.CACHE);

    @Test
    void takesReadsOfARow() {
        assertThat(door.takes("GET", "/api/v1/views/progress/ann:java")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/views/progress",
                "/api/v1/views/progress/",
                "/api/v1/views//ann",
                "/api/v1/views/progress/ann/more",
                "/api/v1/views/progress/ann%20java",
                "/api/v1/views/progress/ann;v=1",
                "/api/v1/viewsprogress/ann",
                "/api/v1/commands/1"
            })
    void leavesOtherPathsToTheResource(String path) {
        assertThat(door.takes("GET", path)).isFalse();
    }

    @Test
    void leavesOtherMethodsToTheResource() {
        assertThat(door.takes("HEAD", "/api/v1/views/progress/ann:java")).isFalse();
        assertThat(door.takes("POST", "/api/v1/views/progress/ann:java")).isFalse();
    }

    @Test
    void takesNothingWithoutTheRole() {
        assertThat(door(Role.COMMAND).takes("GET", "/api/v1/views/progress/ann:java"))
                .isFalse();
    }

    private static EdgeReading door(Role role) {
        return new EdgeReading(new ReadingViews(), new Roles(EnumSet.of(role)));
    }
}
