package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.identity.factor.FactorSettings;
import io.universalmiddleware.gateway.identity.mail.Letters;
import io.universalmiddleware.gateway.identity.mail.MailSettings;
import io.universalmiddleware.gateway.identity.password.HashSettings;
import io.universalmiddleware.gateway.identity.password.PasswordRules;
import io.universalmiddleware.gateway.identity.password.Passwords;
import io.universalmiddleware.gateway.identity.session.AttemptSettings;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.gateway.identity.token.AccessTokens;
import io.universalmiddleware.gateway.identity.token.ApplicationTokens;
import io.universalmiddleware.gateway.identity.token.KeyRing;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.gateway.identity.token.RotatingKeys;
import io.universalmiddleware.gateway.identity.token.Sealing;
import io.universalmiddleware.persistence.identity.SigningKeyRepository;
import io.universalmiddleware.token.TokenSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Gives the parts of identity that know nothing of the container. */
@ApplicationScoped
public class IdentityParts {

    @Produces
    @Singleton
    IdentitySettings settings(Settings settings) {
        return IdentitySettings.from(settings);
    }

    @Produces
    @Singleton
    MailSettings mail(Settings settings) {
        return MailSettings.from(settings);
    }

    @Produces
    @Singleton
    Letters letters(Settings settings) {
        return Letters.from(settings);
    }

    @Produces
    @Singleton
    FactorSettings factor(Settings settings) {
        return FactorSettings.from(settings);
    }

    @Produces
    @Singleton
    AttemptSettings attempts(Settings settings) {
        return AttemptSettings.from(settings);
    }

    /** Without a configured secret nothing is sealed, since nobody is let in. */
    @Produces
    @Singleton
    Sealing sealing(IdentitySettings settings) {
        return new Sealing(
                settings.secret().orElseGet(() -> OpaqueToken.generate("").hash()));
    }

    @Produces
    @Singleton
    KeyRing keys(Sealing sealing) {
        return new KeyRing(sealing);
    }

    @Produces
    @Dependent
    RotatingKeys rotating(SigningKeyRepository stored, IdentitySettings settings, Sealing sealing, KeyRing ring) {
        return new RotatingKeys(stored, settings, sealing, ring);
    }

    @Produces
    @Singleton
    AccessTokens tokens(KeyRing keys, TokenSettings tokens, IdentitySettings identity, Clock clock) {
        return new AccessTokens(keys, tokens, identity.accessLife(), clock);
    }

    @Produces
    @Singleton
    ApplicationTokens applicationTokens(KeyRing keys, TokenSettings tokens, IdentitySettings identity, Clock clock) {
        return new ApplicationTokens(keys, tokens, identity.accessLife(), clock);
    }

    @Produces
    @Singleton
    Passwords passwords(Settings settings) {
        return new Passwords(HashSettings.from(settings));
    }

    @Produces
    @Singleton
    PasswordRules rules(Settings settings) {
        return PasswordRules.from(settings);
    }
}
