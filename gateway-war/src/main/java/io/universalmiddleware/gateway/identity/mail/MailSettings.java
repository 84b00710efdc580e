package io.universalmiddleware.gateway.identity.mail;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How mail is handed over.
 *
 * @param server {@code smtp://user:password@host:port}; empty if none is configured: mail waits until it is of no use
 * @param from the sender's address
 * @param timeout of each step
 */
public record MailSettings(Optional<URI> server, String from, Duration timeout) {
    static final Setting<URI> SERVER = new Setting<>(
            "um.mail.url",
            "smtp(s)://[user:password@]host[:port]",
            null,
            false,
            true,
            "The server that takes mail: smtp upgrades by STARTTLS where the server offers it (and must for a password), smtps is TLS from the start.",
            MailSettings::server);
    static final Setting<String> FROM =
            Setting.text("um.mail.from", "no-reply@localhost", "The address that mail is from.");
    static final Setting<Duration> TIMEOUT = Setting.duration(
            "um.mail.timeout",
            "10s",
            Duration.ofMillis(100),
            Duration.ofMinutes(1),
            "How long the server of mail may take for a step.");

    /** The configured settings. */
    public static MailSettings from(Settings settings) {
        return new MailSettings(settings.find(SERVER), settings.get(FROM), settings.get(TIMEOUT));
    }

    private static URI server(String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null && ("smtp".equals(uri.getScheme()) || "smtps".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException noUri) {
            throw new IllegalArgumentException("expected smtp://host:port", noUri);
        }
        throw new IllegalArgumentException("expected smtp://host:port");
    }

    /** Without the server's password. */
    @Override
    public String toString() {
        return "mail from " + from;
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Mail";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(SERVER, FROM, TIMEOUT);
        }
    }
}
