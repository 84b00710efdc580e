package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.identity.external.provider.AskingProviders;
import io.universalmiddleware.gateway.identity.external.provider.AuthorizationUrl;
import io.universalmiddleware.gateway.identity.external.provider.EndSessionUrl;
import io.universalmiddleware.gateway.identity.external.provider.ExchangingCode;
import io.universalmiddleware.gateway.identity.external.provider.LogoutTokens;
import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.network.AllowedNetworks;
import io.universalmiddleware.gateway.network.NameServers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Gives what asks OpenID providers; nothing of it is there before somebody logs in by one. */
@ApplicationScoped
public class ProviderParts {
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    @Produces
    @Singleton
    AskingProviders asking(Settings settings) {
        return new AskingProviders(
                new AddressGuard(settings.get(AllowedNetworks.SETTING)),
                settings.get(NameServers.SETTING),
                DEADLINE,
                System::nanoTime);
    }

    void close(@Disposes AskingProviders asking) {
        asking.close();
    }

    @Produces
    @Singleton
    AuthorizationUrl urls(AskingProviders asking) {
        return new AuthorizationUrl(asking);
    }

    @Produces
    @Singleton
    EndSessionUrl ends(AskingProviders asking) {
        return new EndSessionUrl(asking);
    }

    @Produces
    @Singleton
    LogoutTokens logouts(AskingProviders asking, Clock clock) {
        return new LogoutTokens(asking, clock);
    }

    @Produces
    @Singleton
    ExchangingCode exchanging(AskingProviders asking) {
        return new ExchangingCode(asking);
    }
}
