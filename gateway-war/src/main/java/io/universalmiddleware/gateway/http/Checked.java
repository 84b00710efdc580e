package io.universalmiddleware.gateway.http;

import java.util.function.Function;

/** Something that came from a client: usable, or refused with the reason. */
public sealed interface Checked<T> {

    /** @param value what is safe to use from here on */
    record Usable<T>(T value) implements Checked<T> {
        @Override
        public <R> Checked<R> flatMap(Function<T, Checked<R>> next) {
            return next.apply(value);
        }
    }

    record Refused<T>(Refusal refusal) implements Checked<T> {
        @Override
        public <R> Checked<R> flatMap(Function<T, Checked<R>> next) {
            return new Refused<>(refusal);
        }
    }

    /** What follows from a usable value; a refusal stays one. */
    <R> Checked<R> flatMap(Function<T, Checked<R>> next);

    default <R> Checked<R> map(Function<T, R> next) {
        return flatMap(value -> usable(next.apply(value)));
    }

    static <T> Checked<T> usable(T value) {
        return new Usable<>(value);
    }

    static <T> Checked<T> malformed(String detail) {
        return new Refused<>(Refusal.malformed(detail));
    }
}
