package io.universalmiddleware.processor.handling;

import io.universalmiddleware.contracts.command.CommandSettled;
import java.util.function.Consumer;

/**
 * Who in this node is told, inside the transaction, that it is about to commit something.
 *
 * @param settled a command is settled
 * @param appended the outbox has new rows
 * @param decided an operator has decided about dead letters
 */
public record Announcements(Consumer<CommandSettled> settled, Runnable appended, Runnable decided) {}
