package io.universalmiddleware.gateway.http;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of one message: names in any case, values in the order in which they came.
 *
 * <p>What is written must be valid ({@link FieldSyntax}): nothing here can carry a line break into a message. Not safe for
 * several threads.
 */
public interface Fields {

    /** The first value of a field; null if it is absent. */
    @Nullable
    String get(String name);

    /** Every value of a field, one for each line of it; empty if it is absent. */
    List<String> all(String name);

    default boolean has(String name) {
        return get(name) != null;
    }

    /**
     * Replaces every line of the field by one.
     *
     * @throws IllegalArgumentException if name or value is not valid
     */
    void set(String name, String value);

    /**
     * Adds a line.
     *
     * @throws IllegalArgumentException if name or value is not valid
     */
    void add(String name, String value);

    void remove(String name);

    /** Tells every line, names as they came. */
    void forEach(BiConsumer<String, String> each);
}
