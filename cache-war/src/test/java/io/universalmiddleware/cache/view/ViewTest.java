package io.universalmiddleware.cache.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.cache.BalanceProjection;
import io.universalmiddleware.contracts.spi.EventMetadata;
import io.universalmiddleware.contracts.spi.EventType;
import io.universalmiddleware.contracts.spi.Projection;
import io.universalmiddleware.contracts.spi.RowType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ViewTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final View names = new View(new Names("names"), JSON);

    @Test
    void rowsThatAreListsKeepTheirElementsType() throws Exception {
        Object joined = names.event("test.Joined", 2, "{\"name\":\"bob\"}");

        assertThat(names.apply("[{\"name\":\"ann\"}]", "k", joined, null))
                .isEqualTo("[{\"name\":\"ann\"},{\"name\":\"bob\"}]");
    }

    @Test
    void anUnknownVersionOfAKnownTypeIsRefused() {
        assertThat(names.consumes("test.Joined")).isTrue();
        assertThatThrownBy(() -> names.event("test.Joined", 1, "{}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 1");
    }

    @Test
    void aNameThatCannotStandInAPathIsRefusedAtBoot() {
        assertThatThrownBy(() -> new View(new Names("Names/1"), JSON)).hasMessageContaining("Names/1");
    }

    @Test
    void twoViewsOfOneNameAreRefusedAtBoot() {
        assertThatThrownBy(() -> new Views(List.of(names, new View(new Names("names"), JSON))))
                .hasMessageContaining("'names'");
    }

    @Test
    void viewsAreFoundByNameAndByEvent() {
        View balance = new View(new BalanceProjection(), JSON);
        Views views = new Views(List.of(names, balance));

        assertThat(views.find("balance")).contains(balance);
        assertThat(views.find("nothing")).isEmpty();
        assertThat(views.consuming("test.Added")).containsExactly(balance);
    }

    /** A member joined. */
    @EventType(name = "test.Joined", version = 2)
    record Joined(String name) {}

    private record Names(String view) implements Projection<List<Joined>> {
        @Override
        public RowType<List<Joined>> row() {
            return RowType.listOf(Joined.class);
        }

        @Override
        public List<Class<?>> events() {
            return List.of(Joined.class);
        }

        @Override
        public List<String> keys(Object event, EventMetadata metadata) {
            return List.of("k");
        }

        @Override
        public List<Joined> apply(@Nullable List<Joined> row, String key, Object event, EventMetadata metadata) {
            List<Joined> after = new ArrayList<>(row == null ? List.of() : row);
            after.add((Joined) event);
            return after;
        }
    }
}
