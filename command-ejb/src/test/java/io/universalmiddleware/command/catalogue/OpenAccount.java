package io.universalmiddleware.command.catalogue;

import io.universalmiddleware.contracts.spi.CommandContext;
import io.universalmiddleware.contracts.spi.CommandHandler;
import io.universalmiddleware.contracts.spi.CommandType;
import io.universalmiddleware.contracts.spi.Outcome;
import java.util.List;

/** Command types for tests: one with two versions, one that takes any aggregate id. */
public final class OpenAccount {
    private OpenAccount() {}

    @CommandType(
            name = "bank.OpenAccount",
            aggregate = "bank.Account",
            aggregateId = "{owner}:{currency}",
            schema = "/schemas/OpenAccount.v1.json")
    record Version1(String owner, String currency) {}

    @CommandType(
            name = "bank.OpenAccount",
            version = 2,
            aggregate = "bank.Account",
            aggregateId = "{owner}:{currency}",
            schema = "/schemas/OpenAccount.v1.json")
    record Version2(String owner, String currency) {}

    @CommandType(name = "bank.CloseAccount", aggregate = "bank.Account", schema = "/schemas/OpenAccount.v1.json")
    record Close(String owner, String currency) {}

    /** The catalogue of them all. */
    public static CommandCatalogue catalogue() {
        return CommandCatalogue.of(List.of(handler(Version1.class), handler(Version2.class), handler(Close.class)));
    }

    static <C> CommandHandler<C> handler(Class<C> type) {
        return new CommandHandler<>() {
            @Override
            public Class<C> accepts() {
                return type;
            }

            @Override
            public Outcome handle(C command, CommandContext context) {
                return Outcome.succeeded();
            }
        };
    }
}
