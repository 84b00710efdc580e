package io.universalmiddleware.policy;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Which engine decides, and how it is reached. */
public final class PolicySettings {
    static final Setting<Boolean> EMBEDDED = new Setting<>(
            "um.policy.engine",
            "embedded|opa",
            "embedded",
            true,
            false,
            "What decides who may do what: the platform's policy in the process, or a server of the Open Policy Agent.",
            PolicySettings::isEmbedded);
    static final Setting<URI> OPA_URL = Setting.uri(
            "um.policy.opa.url",
            "http://127.0.0.1:8181",
            "Where the Open Policy Agent's server is, for the engine opa.");
    static final Setting<String> OPA_TOKEN =
            Setting.secret("um.policy.opa.token", null, "Bearer token for that server, if it wants one.");
    static final Setting<Duration> OPA_TIMEOUT = Setting.duration(
            "um.policy.opa.timeout",
            "500ms",
            Duration.ofMillis(10),
            Duration.ofSeconds(10),
            "How long a question to that server may take; what is not decided then is denied. Telling it the data first may take as long for each of some five calls.");
    static final int INSTANCES = 2;

    private PolicySettings() {}

    /** The configured engine; one in this process gets ready beside whatever else starts. */
    public static PolicyEngine engine(Settings settings) {
        if (settings.get(EMBEDDED)) {
            EmbeddedEngine engine = new EmbeddedEngine(INSTANCES);
            Thread warming = new Thread(engine::warmUp, "um-policy-warm-up");
            warming.setDaemon(true);
            warming.start();
            return engine;
        }
        return new OpaServerEngine(settings.get(OPA_URL), settings.find(OPA_TOKEN), settings.get(OPA_TIMEOUT));
    }

    /** Whether a policy is evaluated in this process, and not by a server that has its own. */
    public static boolean evaluates(Settings settings) {
        return settings.get(EMBEDDED);
    }

    private static Boolean isEmbedded(String text) {
        return switch (text) {
            case "embedded" -> true;
            case "opa" -> false;
            default -> throw new IllegalArgumentException("expected embedded or opa");
        };
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Policy";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(EMBEDDED, OPA_URL, OPA_TOKEN, OPA_TIMEOUT);
        }
    }
}
