package io.universalmiddleware.contracts.message;

/** The topics of the platform; a prefix ({@code um.kafka.topic-prefix}) may stand before each. */
public final class Topics {
    /** Commands on their way to their handler, keyed by aggregate. */
    public static final String COMMANDS = "commands";
    /** Events that happened, and {@code um.CommandSettled}, keyed by aggregate. */
    public static final String EVENTS = "events";

    private Topics() {}
}
