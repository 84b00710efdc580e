package io.universalmiddleware.command.catalogue;

import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import io.universalmiddleware.contracts.spi.CommandHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the catalogue of the handlers that CDI finds; a broken one ends the boot of a process with the command role. */
@ApplicationScoped
public class CatalogueBoot {

    @Produces
    @Singleton
    CommandCatalogue catalogue(@Any Instance<CommandHandler<?>> handlers) {
        return CommandCatalogue.of(handlers);
    }

    void check(
            @Observes @Initialized(ApplicationScoped.class) Object boot,
            Roles roles,
            Instance<CommandCatalogue> catalogue) {
        if (roles.has(Role.COMMAND)) {
            catalogue.get().size();
        }
    }
}
