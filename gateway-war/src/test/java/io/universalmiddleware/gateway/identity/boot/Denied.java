package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.contracts.audit.Denial;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** The denials that were fired. */
final class Denied implements Event<Denial> {
    private final List<Denial> all = new CopyOnWriteArrayList<>();

    List<Denial> all() {
        return List.copyOf(all);
    }

    @Override
    public void fire(Denial event) {
        all.add(event);
    }

    @Override
    public <U extends Denial> CompletionStage<U> fireAsync(U event) {
        all.add(event);
        return CompletableFuture.completedFuture(event);
    }

    @Override
    public <U extends Denial> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
        return fireAsync(event);
    }

    @Override
    public Event<Denial> select(Annotation... qualifiers) {
        return this;
    }

    @Override
    public <U extends Denial> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <U extends Denial> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }
}
