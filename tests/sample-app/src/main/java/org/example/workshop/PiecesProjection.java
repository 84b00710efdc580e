package org.example.workshop;

import io.universalmiddleware.contracts.spi.EventMetadata;
import io.universalmiddleware.contracts.spi.Projection;
import io.universalmiddleware.contracts.spi.RowType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the view {@code pieces}: by piece, its steps in order.
 *
 * <p>It cannot take a step that is unseen until this process has seen its machine mended, as if a new release had come then.
 */
@ApplicationScoped
public class PiecesProjection implements Projection<PiecesProjection.Piece> {
    private final Set<String> mended = ConcurrentHashMap.newKeySet();

    /** What a client reads. */
    public record Piece(List<String> steps) {}

    @Override
    public String view() {
        return "pieces";
    }

    @Override
    public RowType<Piece> row() {
        return RowType.of(Piece.class);
    }

    @Override
    public List<Class<?>> events() {
        return List.of(Worked.class, Mended.class);
    }

    @Override
    public List<String> keys(Object event, EventMetadata metadata) {
        if (event instanceof Mended machine) {
            mended.add(machine.machine());
            return List.of();
        }
        return List.of(metadata.aggregate().id());
    }

    @Override
    public @Nullable Piece apply(@Nullable Piece row, String key, Object event, EventMetadata metadata) {
        Worked worked = (Worked) event;
        if (worked.how().equals("unseen") && !mended.contains(worked.machine())) {
            throw new IllegalStateException("step " + worked.step() + " cannot be seen");
        }
        List<String> steps = new ArrayList<>(row == null ? List.of() : row.steps());
        steps.add(worked.step());
        return new Piece(steps);
    }
}
