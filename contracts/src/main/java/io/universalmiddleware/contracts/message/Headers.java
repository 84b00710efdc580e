package io.universalmiddleware.contracts.message;

/**
 * The header names of Kafka records: CloudEvents 1.0 in Kafka's binary mode, with the platform's extensions.
 *
 * <p>All values are UTF-8 text. The record's value is the JSON data alone.
 */
public final class Headers {
    public static final String CONTENT_TYPE = "content-type";
    public static final String SPEC_VERSION = "ce_specversion";
    /** The message's UUID: the command's id, or the event's. */
    public static final String ID = "ce_id";

    public static final String SOURCE = "ce_source";
    /** The command or event type, for instance {@code gopro.CourseCreated}. */
    public static final String TYPE = "ce_type";
    /** The version of the type's schema, a whole number from 1. */
    public static final String DATA_VERSION = "ce_dataversion";
    /** The aggregate's id. */
    public static final String SUBJECT = "ce_subject";
    /** When it was accepted or happened (RFC 3339). */
    public static final String TIME = "ce_time";

    public static final String TENANT = "ce_tenant";
    public static final String AGGREGATE_TYPE = "ce_aggregatetype";
    /** An event's place in its aggregate's stream, from 1. */
    public static final String SEQUENCE = "ce_sequence";
    /** The command that this message belongs to. */
    public static final String COMMAND_ID = "ce_commandid";

    public static final String CORRELATION_ID = "ce_correlationid";
    public static final String CAUSATION_ID = "ce_causationid";
    /** The user who sent the command. */
    public static final String PRINCIPAL = "ce_principal";
    /** The roles of the user who sent the command, as the intake verified them ({@link RolesHeader}). */
    public static final String PRINCIPAL_ROLES = "ce_principalroles";
    /** W3C trace context, in the distributed tracing extension's name. */
    public static final String TRACEPARENT = "ce_traceparent";

    private Headers() {}
}
