package io.universalmiddleware.launcher.stack;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The configuration is what was set by someone: by the environment ({@code UM_EDGE_PORT}), else by a properties file
 * ({@code um.edge.port}). What nobody set is absent, and has the default of its {@link Setting}.
 */
public final class Configuration {
    private final Map<String, String> values;
    private final Map<String, String> environment;

    private Configuration(Map<String, String> values, Map<String, String> environment) {
        this.values = Map.copyOf(values);
        this.environment = Map.copyOf(environment);
    }

    /** Nothing set. */
    public static Configuration empty() {
        return new Configuration(Map.of(), Map.of());
    }

    /** @param file properties in UTF-8; need not be there */
    public static Configuration read(Path file, Map<String, String> environment) {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return new Configuration(values, environment);
    }

    /** The same with one more value, which stands above the environment. */
    public Configuration with(String key, Object value) {
        Map<String, String> more = new TreeMap<>(values);
        more.put(key, value.toString());
        Map<String, String> rest = new TreeMap<>(environment);
        rest.remove(variable(key));
        return new Configuration(more, rest);
    }

    /** The same with a value for a setting that nobody set. */
    public Configuration orElse(String key, String value) {
        return find(key).isPresent() ? this : with(key, value);
    }

    public Optional<String> find(String key) {
        return Optional.ofNullable(environment.get(variable(key)))
                .or(() -> Optional.ofNullable(values.get(key)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** The value, or the setting's default. */
    public <T> T get(Setting<T> setting) {
        return new Settings(this::find).get(setting);
    }

    /** What was set by the file or {@link #with}, by key, as it stands above the environment or below. */
    public Map<String, String> properties() {
        Map<String, String> found = new TreeMap<>();
        values.keySet().forEach(key -> find(key).ifPresent(value -> found.put(key, value)));
        return found;
    }

    /** The environment's name of a key (MicroProfile Config, "Default ConfigSources"). */
    static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
