package org.example.greeting;

import io.universalmiddleware.contracts.spi.EventMetadata;
import io.universalmiddleware.contracts.spi.Projection;
import io.universalmiddleware.contracts.spi.RowType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the view {@code greetings}: by name, how often somebody was greeted and how the last time. */
@ApplicationScoped
public class GreetingsProjection implements Projection<GreetingsProjection.Greetings> {

    /** What a client reads. */
    public record Greetings(String name, int times, String last) {}

    @Override
    public String view() {
        return "greetings";
    }

    @Override
    public RowType<Greetings> row() {
        return RowType.of(Greetings.class);
    }

    @Override
    public List<Class<?>> events() {
        return List.of(Greeted.class);
    }

    @Override
    public List<String> keys(Object event, EventMetadata metadata) {
        return List.of(((Greeted) event).name());
    }

    @Override
    public @Nullable Greetings apply(@Nullable Greetings row, String key, Object event, EventMetadata metadata) {
        Greeted greeted = (Greeted) event;
        return new Greetings(greeted.name(), row == null ? 1 : row.times() + 1, greeted.words());
    }
}
