package io.universalmiddleware.processor.handling;

import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.contracts.spi.Outcome;

/** What became of a command. */
public sealed interface Handled {

    /** It is settled now. */
    record Settled(CommandStatus status) implements Handled {}

    /** It had its effect before; nothing happened. */
    record Duplicate() implements Handled {}

    /** No command of that id is waiting: it was never accepted here, or settled long ago. Nothing happened. */
    record NotAccepted() implements Handled {}

    /** A rule rejects it; nothing happened, and it is yet to be settled. */
    record Rejected(Outcome.Rejected why) implements Handled {}
}
