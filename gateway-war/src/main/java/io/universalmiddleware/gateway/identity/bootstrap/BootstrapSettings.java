package io.universalmiddleware.gateway.identity.bootstrap;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.settings.InvalidSettingsException;
import io.universalmiddleware.contracts.settings.OperatorTenant;
import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.settings.SecretFile;
import java.util.List;
import java.util.Optional;

/**
 * Who administers a platform that nobody administers yet.
 *
 * @param operator the tenant whose administrators manage every tenant
 * @param first empty if nobody is to be made its administrator
 */
record BootstrapSettings(TenantId operator, Optional<First> first) {
    private static final int LEAST = 15;

    static final Setting<Email> ADMINISTRATOR = new Setting<>(
            "um.identity.administrator",
            "e-mail address",
            null,
            false,
            false,
            "While um.operator-tenant has no user with the role admin: whose account is made one, before anybody logs in.",
            text -> Email.of(text).orElseThrow(() -> new IllegalArgumentException("expected an e-mail address")));
    static final Setting<String> PASSWORD_FILE = Setting.optionalText(
            "um.identity.administrator-password-file",
            "A file that holds the password, of at least 15 characters, that um.identity.administrator gets then.");

    /** The first administrator as configured. */
    record First(Email email, String password) {
        /** Without the password. */
        @Override
        public String toString() {
            return "first administrator " + email.text();
        }
    }

    /** The configured settings. @throws InvalidSettingsException if there is an address without a password that can be read */
    static BootstrapSettings from(Settings settings) {
        Optional<String> password = SecretFile.read(settings, PASSWORD_FILE, BootstrapSettings::checked);
        Optional<First> first = settings.find(ADMINISTRATOR)
                .map(email -> new First(
                        email,
                        password.orElseThrow(() -> new InvalidSettingsException(
                                List.of(PASSWORD_FILE.key() + ": required with " + ADMINISTRATOR.key())))));
        return new BootstrapSettings(new TenantId(settings.get(OperatorTenant.SETTING)), first);
    }

    private static String checked(String password) {
        if (password.length() < LEAST) {
            throw new IllegalArgumentException("expected at least " + LEAST + " characters");
        }
        return password;
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Identity: the first administrator";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(ADMINISTRATOR, PASSWORD_FILE);
        }
    }
}
