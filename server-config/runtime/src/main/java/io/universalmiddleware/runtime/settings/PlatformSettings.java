package io.universalmiddleware.runtime.settings;

import io.universalmiddleware.contracts.settings.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/** The settings that belong to no module in particular. */
public final class PlatformSettings {
    /** The server reads it before there is a configuration: only {@code UM_HTTP_PORT} in the environment moves it. */
    public static final Setting<Integer> HTTP_PORT = Setting.port(
            "um.http.port", 8081, "Port of the application server's own listener; by environment variable only.");

    /** The server reads it before there is a configuration: only {@code UM_HTTP_HOST} in the environment moves it. */
    public static final Setting<String> HTTP_HOST = Setting.text(
            "um.http.host",
            "127.0.0.1",
            "Address that the application server's own listener binds; by environment variable only.");

    public static final Setting<URI> REDIS_URL = Setting.uri(
            "um.redis.url", "redis://127.0.0.1:16379", "Redis: redis://[user:password@]host:port[/database].");

    public static final Setting<Duration> REDIS_TIMEOUT = Setting.duration(
            "um.redis.timeout",
            "1s",
            Duration.ofMillis(10),
            Duration.ofSeconds(30),
            "How long a command to Redis may take before it counts as failed.");

    public static final Setting<Integer> REDIS_CONNECTIONS = Setting.integer(
            "um.redis.connections", 16, 1, 1024, "Connections to Redis that this process holds at most.");

    public static final Setting<LogFormat> LOG_FORMAT = new Setting<>(
            "um.log.format",
            "json|text",
            "json",
            true,
            false,
            "How log lines are written on standard error.",
            PlatformSettings::logFormat);

    public static final Setting<String> LOG_FILE = Setting.optionalText(
            "um.log.file",
            "File that log lines are written to, besides standard error: FILE.0, and older ones FILE.1 and so on.");

    public static final Setting<Integer> LOG_FILE_MEGABYTES =
            Setting.integer("um.log.file-megabytes", 100, 1, 2_000, "Size at which a log file is full, in MiB.");

    public static final Setting<Integer> LOG_FILES =
            Setting.integer("um.log.files", 5, 1, 100, "Log files that are kept, the one being written among them.");

    private PlatformSettings() {}

    /** A form of log lines. */
    public enum LogFormat {
        JSON,
        TEXT
    }

    private static LogFormat logFormat(String text) {
        for (LogFormat format : LogFormat.values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(text)) {
                return format;
            }
        }
        throw new IllegalArgumentException("expected json or text");
    }
}
