package io.universalmiddleware.processor.handling;

import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.contracts.spi.Outcome;

/** What became of a command. */
public sealed interface Handled {

    /** Whether the transaction that found it out is to commit. */
    default boolean commits() {
        return true;
    }

    /** It is settled now. */
    record Settled(CommandStatus status) implements Handled {}

    /** It had its effect before; nothing happened. */
    record Duplicate() implements Handled {}

    /** Its key is parked: it waits behind a dead letter. */
    record Parked() implements Handled {}

    /** It waited behind a dead letter, and another node is at it, or was. Nothing happened. */
    record Elsewhere() implements Handled {
        @Override
        public boolean commits() {
            return false;
        }
    }

    /** It was settled long ago. Nothing happened. */
    record SettledBefore() implements Handled {
        @Override
        public boolean commits() {
            return false;
        }
    }

    /** A rule rejects it; nothing happened, and it is yet to be settled. */
    record Rejected(Outcome.Rejected why) implements Handled {
        @Override
        public boolean commits() {
            return false;
        }
    }
}
