package io.universalmiddleware.command.waiting;

import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.persistence.command.CommandRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.Set;

/** Looks up which commands are settled, in a transaction of its own. */
@ApplicationScoped
public class SettledLookup {
    private CommandRepository commands;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected SettledLookup() {}

    @Inject
    SettledLookup(CommandRepository commands) {
        this.commands = commands;
    }

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    Set<CommandId> settledAmong(Collection<CommandId> ids) {
        return commands.settledAmong(ids);
    }
}
