package io.universalmiddleware.gateway.identity.settings;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.settings.OperatorTenant;
import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How users are known.
 *
 * @param secret protects what is stored encrypted; empty if none is configured: nobody can register or log in then
 * @param defaultTenant whose users those are who name no tenant
 * @param registration whether anybody may register
 * @param unverifiedLogin whether users may log in whose address was not verified
 * @param accessLife how long an access token counts
 * @param idle after how long without use a session ends
 * @param life after how long a session ends in any case
 * @param rotation how long a key signs
 * @param lead how long before it signs a key is published
 */
public record IdentitySettings(
        Optional<byte[]> secret,
        TenantId defaultTenant,
        boolean registration,
        boolean unverifiedLogin,
        Duration accessLife,
        Duration idle,
        Duration life,
        Duration rotation,
        Duration lead) {
    private static final int LEAST_SECRET = 32;
    private static final Duration SKEW = Duration.ofMinutes(1);

    static final Setting<String> SECRET = new Setting<>(
            "um.identity.key",
            "secret",
            null,
            false,
            true,
            "At least 32 characters, the same on all nodes: encrypts signing keys and mail in PostgreSQL. Without it nobody can log in.",
            IdentitySettings::checked);
    static final Setting<String> SECRET_FILE =
            Setting.optionalText("um.identity.key-file", "A file that holds um.identity.key, instead of it.");
    static final Setting<String> DEFAULT_TENANT = Setting.optionalText(
            "um.identity.default-tenant",
            "The tenant of users whose requests have no X-Tenant; by default um.operator-tenant.");
    static final Setting<Boolean> REGISTRATION =
            Setting.flag("um.identity.registration", true, "Whether anybody may register; else accounts are not made.");
    static final Setting<Boolean> UNVERIFIED_LOGIN = Setting.flag(
            "um.identity.unverified-login",
            false,
            "Whether a user may log in before the address was verified; um up says true.");
    static final Setting<Duration> ACCESS_LIFE = Setting.duration(
            "um.identity.access-token-life",
            "5m",
            Duration.ofSeconds(10),
            Duration.ofHours(1),
            "How long an access token counts; um up says 1h.");
    static final Setting<Duration> IDLE = Setting.duration(
            "um.identity.session-idle",
            "12h",
            Duration.ofSeconds(1),
            Duration.ofDays(90),
            "A session ends that was not refreshed for so long.");
    static final Setting<Duration> LIFE = Setting.duration(
            "um.identity.session-life",
            "30d",
            Duration.ofSeconds(1),
            Duration.ofDays(365),
            "A session ends so long after its login in any case.");
    static final Setting<Duration> ROTATION = Setting.duration(
            "um.identity.key-rotation",
            "30d",
            Duration.ofSeconds(2),
            Duration.ofDays(365),
            "How long a key signs access tokens before the next one does.");
    static final Setting<Duration> LEAD = Setting.duration(
            "um.identity.key-lead",
            "1d",
            Duration.ofSeconds(1),
            Duration.ofDays(30),
            "How long before it signs a key is published at /.well-known/jwks.json.");

    /** The configured settings. */
    public static IdentitySettings from(Settings settings) {
        return new IdentitySettings(
                secret(settings).map(text -> text.getBytes(StandardCharsets.UTF_8)),
                new TenantId(settings.find(DEFAULT_TENANT).orElseGet(() -> settings.get(OperatorTenant.SETTING))),
                settings.get(REGISTRATION),
                settings.get(UNVERIFIED_LOGIN),
                settings.get(ACCESS_LIFE),
                settings.get(IDLE),
                settings.get(LIFE),
                settings.get(ROTATION),
                settings.get(LEAD));
    }

    /** When no access token that was issued until now can be about any more. */
    public Instant over(Instant now) {
        return now.plus(accessLife).plus(SKEW);
    }

    private static Optional<String> secret(Settings settings) {
        return SecretFile.read(settings, SECRET_FILE, IdentitySettings::checked).or(() -> settings.find(SECRET));
    }

    private static String checked(String text) {
        if (text.length() < LEAST_SECRET) {
            throw new IllegalArgumentException("expected at least " + LEAST_SECRET + " characters");
        }
        return text;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "identity settings, default tenant " + defaultTenant.value();
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Identity";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(
                    SECRET,
                    SECRET_FILE,
                    DEFAULT_TENANT,
                    REGISTRATION,
                    UNVERIFIED_LOGIN,
                    ACCESS_LIFE,
                    IDLE,
                    LIFE,
                    ROTATION,
                    LEAD);
        }
    }
}
