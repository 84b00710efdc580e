package io.universalmiddleware.processor.handling;

import io.universalmiddleware.contracts.spi.CommandHandler;
import io.universalmiddleware.contracts.spi.CommandType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The handler registry knows the one handler of each command type and version. */
public final class HandlerRegistry {
    private final Map<Key, CommandHandler<?>> handlers = new HashMap<>();

    /** @throws IllegalStateException naming every handler that cannot be used: without a command type, or one of several */
    public HandlerRegistry(Iterable<? extends CommandHandler<?>> found) {
        List<String> complaints = new ArrayList<>();
        for (CommandHandler<?> handler : found) {
            @Nullable CommandType type = handler.accepts().getAnnotation(CommandType.class);
            if (type == null) {
                complaints.add(
                        name(handler) + " accepts " + handler.accepts().getName() + ", which has no @CommandType");
                continue;
            }
            Key key = new Key(type.name(), type.version());
            @Nullable CommandHandler<?> other = handlers.putIfAbsent(key, handler);
            if (other != null) {
                complaints.add(name(handler) + " and " + name(other) + " both handle " + key);
            }
        }
        if (!complaints.isEmpty()) {
            throw new IllegalStateException("Unusable command handlers:\n  " + String.join("\n  ", complaints));
        }
    }

    /** The type's handler; empty if no application brings one. */
    Optional<CommandHandler<?>> find(String type, int version) {
        return Optional.ofNullable(handlers.get(new Key(type, version)));
    }

    /** Whether some version of the type has a handler. */
    boolean knows(String type) {
        return handlers.keySet().stream().anyMatch(key -> key.type().equals(type));
    }

    /** How many there are. */
    public int size() {
        return handlers.size();
    }

    private static String name(CommandHandler<?> handler) {
        return handler.getClass().getName();
    }

    private record Key(String type, int version) {
        @Override
        public String toString() {
            return type + " version " + version;
        }
    }
}
