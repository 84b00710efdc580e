package io.universalmiddleware.gateway.identity.session;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import io.universalmiddleware.persistence.identity.AttemptRepository.Budget;
import java.time.Duration;
import java.util.List;

/**
 * How often somebody may be wrong.
 *
 * @param account with one account's password
 * @param address from one client address, whatever the account
 */
public record AttemptSettings(Budget account, Budget address) {
    static final Setting<Integer> ACCOUNT = Setting.integer(
            "um.identity.failures-per-account",
            10,
            1,
            100,
            "Failed logins of one account that may follow each other at once; a place it logged in from before counts for itself.");
    static final Setting<Duration> ACCOUNT_EACH = Setting.duration(
            "um.identity.failure-per-account-every",
            "30s",
            Duration.ofMillis(10),
            Duration.ofDays(1),
            "After so long one more failed login of an account may follow.");
    static final Setting<Integer> ADDRESS = Setting.integer(
            "um.identity.failures-per-address",
            100,
            1,
            1_000_000,
            "Failed logins, registrations and resets from one client address that may follow each other at once.");
    static final Setting<Duration> ADDRESS_EACH = Setting.duration(
            "um.identity.failure-per-address-every",
            "2s",
            Duration.ofMillis(1),
            Duration.ofDays(1),
            "After so long one more of them may follow from an address.");

    /** The configured settings. */
    public static AttemptSettings from(Settings settings) {
        return new AttemptSettings(
                new Budget(settings.get(ACCOUNT), settings.get(ACCOUNT_EACH)),
                new Budget(settings.get(ADDRESS), settings.get(ADDRESS_EACH)));
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Identity: attempts";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(ACCOUNT, ACCOUNT_EACH, ADDRESS, ADDRESS_EACH);
        }
    }
}
