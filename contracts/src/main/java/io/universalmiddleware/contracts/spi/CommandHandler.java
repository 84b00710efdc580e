package io.universalmiddleware.contracts.spi;

/**
 * A command handler decides what a command does.
 *
 * <p>An implementation is a CDI bean in a jar of the application; the platform finds it. Called with commands of one
 * aggregate one after the other, in the order of their acceptance, and in parallel for different aggregates. It runs
 * inside a JTA transaction: what it writes to the platform's database through JPA, its events, its result and the note that the
 * command was handled commit together or not at all, so its effect happens exactly once although it may be called again after a
 * fault. It must not have effects outside that transaction.
 *
 * @param <C> the payload, a record with {@link CommandType}
 */
public interface CommandHandler<C> {

    /** The payload's class. */
    Class<C> accepts();

    /**
     * Decides.
     *
     * @return what happened, or why a rule rejects the command
     * @throws RuntimeException for a fault: the transaction rolls back, and the command is tried again, a bounded number of times;
     *     {@link PermanentFailureException} if that cannot help
     */
    Outcome handle(C command, CommandContext context);
}
