package io.universalmiddleware.command.catalogue;

import io.universalmiddleware.contracts.spi.CommandHandler;
import io.universalmiddleware.contracts.spi.CommandType;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The command catalogue is all command types that this deployment takes, by name and version. */
public final class CommandCatalogue {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*(\\.[A-Za-z][A-Za-z0-9]*)+");

    private final Map<String, NavigableMap<Integer, CommandDefinition>> definitions;

    private CommandCatalogue(Map<String, NavigableMap<Integer, CommandDefinition>> definitions) {
        this.definitions = definitions;
    }

    /**
     * Makes the catalogue of handlers.
     *
     * @throws BrokenCatalogueException naming every handler whose type cannot be offered
     */
    public static CommandCatalogue of(Iterable<? extends CommandHandler<?>> handlers) {
        List<String> complaints = new ArrayList<>();
        Map<String, NavigableMap<Integer, CommandDefinition>> definitions = new HashMap<>();
        for (CommandHandler<?> handler : handlers) {
            Class<?> payload = handler.accepts();
            try {
                CommandDefinition definition = define(payload);
                CommandDefinition other = definitions
                        .computeIfAbsent(definition.name(), name -> new TreeMap<>())
                        .putIfAbsent(definition.version(), definition);
                if (other != null) {
                    throw new IllegalArgumentException(
                            "is the second type named " + definition.name() + " version " + definition.version());
                }
            } catch (IllegalArgumentException broken) {
                complaints.add(payload.getName() + " " + broken.getMessage());
            }
        }
        if (!complaints.isEmpty()) {
            throw new BrokenCatalogueException(complaints);
        }
        return new CommandCatalogue(definitions);
    }

    /** The type's versions, oldest first; empty if the name is not known. */
    public NavigableMap<Integer, CommandDefinition> versions(String name) {
        return Optional.ofNullable(definitions.get(name)).orElseGet(TreeMap::new);
    }

    /** How many types and versions there are. */
    public int size() {
        return definitions.values().stream().mapToInt(Map::size).sum();
    }

    private static CommandDefinition define(Class<?> payload) {
        CommandType type = payload.getAnnotation(CommandType.class);
        if (type == null) {
            throw new IllegalArgumentException("has no @CommandType");
        }
        if (!NAME.matcher(type.name()).matches() || type.name().length() > 100) {
            throw new IllegalArgumentException("is named '" + type.name() + "', not like app.DoThing");
        }
        if (type.version() < 1 || type.aggregate().isBlank()) {
            throw new IllegalArgumentException("needs a version from 1 and an aggregate");
        }
        return new CommandDefinition(
                type.name(),
                type.version(),
                type.aggregate(),
                new AggregateIdTemplate(type.aggregateId()),
                schema(payload, type));
    }

    private static PayloadSchema schema(Class<?> payload, CommandType type) {
        InputStream json = payload.getResourceAsStream(type.schema());
        if (json == null) {
            throw new IllegalArgumentException("names the schema " + type.schema() + ", which is not in its jar");
        }
        try {
            return PayloadSchema.compile(json);
        } catch (RuntimeException broken) {
            throw new IllegalArgumentException(
                    "names the schema " + type.schema() + ", which " + broken.getMessage(), broken);
        }
    }
}
