package io.universalmiddleware.contracts.spi;

/**
 * A row type says what the rows of a view are read into.
 *
 * @param element the class of the row, or of its elements
 * @param list whether the row is a list of such elements
 */
public record RowType<V>(Class<?> element, boolean list) {

    /** Each row is one record. */
    public static <R> RowType<R> of(Class<R> element) {
        return new RowType<>(element, false);
    }

    /** Each row is a list of records. */
    public static <R> RowType<java.util.List<R>> listOf(Class<R> element) {
        return new RowType<>(element, true);
    }
}
