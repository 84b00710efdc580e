package io.universalmiddleware.gateway.identity.mail;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The letters are what users are written.
 *
 * @param verifyLink where a browser verifies an address, the proof is put behind it; empty if there is no such page
 * @param resetLink where a browser resets a password, likewise
 */
public record Letters(Optional<String> verifyLink, Optional<String> resetLink) {
    static final Setting<String> VERIFY_LINK = Setting.optionalText(
            "um.mail.verify-link",
            "Address of a page that verifies e-mail addresses, as https://example.org/verify#; the token is put behind it.");
    static final Setting<String> RESET_LINK = Setting.optionalText(
            "um.mail.reset-link", "Address of a page that resets passwords; the token is put behind it.");

    /** The configured ones. */
    public static Letters from(Settings settings) {
        return new Letters(settings.find(VERIFY_LINK), settings.find(RESET_LINK));
    }

    public Mail verify(String to, String proof, Duration life) {
        return new Mail(to, "Verify your e-mail address", """
                Somebody, you we hope, has registered with this address. To show that it is yours, use this token%s within %s:

                %s

                If it was not you, there is nothing to do.
                """.formatted(
                        where(verifyLink, "POST /api/v1/auth/verify"), told(life), shown(verifyLink, proof)));
    }

    public Mail alreadyRegistered(String to) {
        return new Mail(to, "You have an account already", """
                Somebody, you we hope, has tried to register with this address, which has an account already.

                If it was you and you have forgotten the password, ask for a new one. If it was not, there is nothing to do.
                """);
    }

    public Mail reset(String to, String proof, Duration life) {
        return new Mail(to, "Set a new password", """
                Somebody, you we hope, wants to set a new password for this address. To do it, use this token%s within %s:

                %s

                If it was not you, there is nothing to do: the password stays what it is.
                """.formatted(
                        where(resetLink, "POST /api/v1/auth/password/reset"), told(life), shown(resetLink, proof)));
    }

    public Mail changeAddress(String to, String proof, Duration life) {
        return new Mail(to, "Your new e-mail address", """
                Somebody, you we hope, wants an account to have this address. To show that it is yours, send this token
                (POST /api/v1/auth/profile/email/confirm), logged in to that account, within %s:

                %s

                If it was not you, there is nothing to do.
                """.formatted(told(life), proof));
    }

    public Mail addressWanted(String to) {
        return new Mail(to, "You have an account already", """
                Somebody, you we hope, wants another account to have this address, which has an account already.

                There is nothing to do: the address stays with the account that has it.
                """);
    }

    public Mail addressChanged(String to) {
        return new Mail(to, "Your account has another e-mail address", """
                The account of this address has another one since just now, and every other session has ended.

                If it was not you, tell your administrator at once.
                """);
    }

    public Mail passwordChanged(String to) {
        return new Mail(to, "Your password was changed", """
                The password of this address was changed just now, and every other session has ended.

                If it was not you, ask for a new password at once.
                """);
    }

    /** @param what has happened, such as "was set up" */
    public Mail factorChanged(String to, String what) {
        return new Mail(to, "Your second factor " + what, """
                The second factor of this address's account %s just now.

                If it was not you, change your password at once and tell your administrator.
                """.formatted(what));
    }

    /** @param what has happened, such as "can be logged in to by the provider corporate" */
    public Mail identityChanged(String to, String what) {
        return new Mail(to, "Your account " + what, """
                The account of this address %s since just now.

                If it was not you, change your password at once and tell your administrator.
                """.formatted(what));
    }

    private static String where(Optional<String> link, String request) {
        return link.isPresent() ? "" : " (" + request + ")";
    }

    private static String shown(Optional<String> link, String proof) {
        return link.orElse("") + proof;
    }

    private static String told(Duration life) {
        return life.toHours() > 0 ? life.toHours() + " hours" : life.toMinutes() + " minutes";
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Mail: letters";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(VERIFY_LINK, RESET_LINK);
        }
    }
}
