package io.universalmiddleware.gateway.identity.bootstrap;

import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.identity.password.Passwords;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * The first administrator is an account that the platform's own configuration makes, since roles are given by administrators alone. It is
 * made before anybody registers or logs in, so nobody is there before it; where the operator's tenant has an administrator, whoever that is,
 * the configuration means nothing any more.
 */
@ApplicationScoped
public class FirstAdministrator {
    private StoringAdministrator storing;
    private Passwords passwords;
    private BootstrapSettings settings;
    private volatile boolean settled;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected FirstAdministrator() {}

    @Inject
    public FirstAdministrator(StoringAdministrator storing, Passwords passwords, Settings settings) {
        this(storing, passwords, BootstrapSettings.from(settings));
    }

    FirstAdministrator(StoringAdministrator storing, Passwords passwords, BootstrapSettings settings) {
        this.storing = storing;
        this.passwords = passwords;
        this.settings = settings;
    }

    /** Here already, so that what is wrong with the configuration is said when the platform starts. */
    void read(@Observes @Initialized(ApplicationScoped.class) Object start) {
        settled = settings.first().isEmpty();
    }

    /** Makes it where it is wanted; a store is asked until it could say once that it is not. */
    public void ensure() {
        if (settled) {
            return;
        }
        settings.first()
                .filter(first -> storing.isWanted(settings.operator()))
                .ifPresent(
                        first -> storing.store(settings.operator(), first.email(), passwords.hash(first.password())));
        settled = true;
    }
}
