package io.universalmiddleware.contracts.paging;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page is what a list shows at once.
 *
 * @param rows what it shows, first first
 * @param more whether the list goes on behind it
 */
public record Page<T>(List<T> rows, boolean more) {
    /**
     * The page that begins what was found.
     *
     * @param found of a store that was asked for one more than {@code most}, so that the page knows whether it is the last
     */
    public static <T> Page<T> of(List<T> found, int most) {
        return found.size() > most ? new Page<>(found.subList(0, most), true) : new Page<>(found, false);
    }

    /** Its rows as they are told. */
    public <A> List<A> told(Function<? super T, ? extends A> answer) {
        return rows.stream().<A>map(answer).toList();
    }

    /**
     * The {@code nextCursor}; null if the page is the last.
     *
     * @param cursor what leads on behind a row
     */
    public @Nullable String next(Function<? super T, String> cursor) {
        return more ? cursor.apply(rows.get(rows.size() - 1)) : null;
    }
}
