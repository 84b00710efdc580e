package io.universalmiddleware.runtime.boot;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** A part of an object that the object does not show. */
final class Part {
    private final Object whole;
    private final Field field;

    /**
     * @param declaring the class of the object that has the part
     * @throws ReflectiveOperationException if it has none
     * @throws java.lang.reflect.InaccessibleObjectException if it is closed to us
     */
    Part(Object whole, Class<?> declaring, String name) throws ReflectiveOperationException {
        this.whole = whole;
        this.field = declaring.getDeclaredField(name);
        field.setAccessible(true);
    }

    @Nullable
    Object get() throws ReflectiveOperationException {
        return field.get(whole);
    }

    void set(@Nullable Object value) throws ReflectiveOperationException {
        field.set(whole, value);
    }
}
