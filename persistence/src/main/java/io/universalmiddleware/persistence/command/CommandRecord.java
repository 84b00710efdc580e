package io.universalmiddleware.persistence.command;

import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.message.RolesHeader;
import io.universalmiddleware.persistence.postgres.InstantConverter;
import io.universalmiddleware.persistence.postgres.JsonConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A command record is what the platform knows of one accepted command. */
@Entity
@Table(name = "command")
public class CommandRecord {
    @Id
    private UUID id;

    private String tenant;
    private String type;
    private int version;

    @Column(name = "aggregate_type")
    private String aggregateType;

    @Column(name = "aggregate_id")
    private String aggregateId;

    private String principal;

    @Column(name = "principal_roles")
    private String principalRoles;

    @Convert(converter = JsonConverter.class)
    private String payload;

    private String traceparent;
    private String status;
    private int attempts;

    @Column(name = "accepted_at")
    @Convert(converter = InstantConverter.class)
    private Instant acceptedAt;

    @Column(name = "published_at")
    @Convert(converter = InstantConverter.class)
    private @Nullable Instant publishedAt;

    @Column(name = "started_at")
    @Convert(converter = InstantConverter.class)
    private @Nullable Instant startedAt;

    @Column(name = "finished_at")
    @Convert(converter = InstantConverter.class)
    private @Nullable Instant finishedAt;

    @Convert(converter = JsonConverter.class)
    private @Nullable String result;

    @Convert(converter = JsonConverter.class)
    private @Nullable String problem;

    /** True of a command that failed or is dead, by which these are found; null of any other. */
    @Column(insertable = false, updatable = false)
    private @Nullable Boolean unsuccessful;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected CommandRecord() {}

    /**
     * An accepted command.
     *
     * @param roles of the principal, as the intake verified them
     * @param payload JSON
     */
    public CommandRecord(
            CommandId id,
            AggregateRef aggregate,
            String type,
            int version,
            String principal,
            Set<String> roles,
            String payload,
            String traceparent,
            Instant acceptedAt) {
        this.id = id.value();
        this.tenant = aggregate.tenant().value();
        this.aggregateType = aggregate.type();
        this.aggregateId = aggregate.id();
        this.type = type;
        this.version = version;
        this.principal = principal;
        this.principalRoles = RolesHeader.text(roles);
        this.payload = payload;
        this.traceparent = traceparent;
        this.status = CommandStatus.ACCEPTED.wire();
        this.acceptedAt = acceptedAt;
    }

    public CommandId id() {
        return new CommandId(id);
    }

    public TenantId tenant() {
        return new TenantId(tenant);
    }

    public AggregateRef aggregate() {
        return new AggregateRef(tenant(), aggregateType, aggregateId);
    }

    public String type() {
        return type;
    }

    public int version() {
        return version;
    }

    /** The user who sent it. */
    public String principal() {
        return principal;
    }

    /** The roles that this user had. */
    public Set<String> roles() {
        return RolesHeader.parse(principalRoles);
    }

    /** JSON. */
    public String payload() {
        return payload;
    }

    public String traceparent() {
        return traceparent;
    }

    public CommandStatus status() {
        return CommandStatus.ofWire(status);
    }

    /** How often a handler was called. */
    public int attempts() {
        return attempts;
    }

    public Instant acceptedAt() {
        return acceptedAt;
    }

    /** When Kafka had it. */
    public @Nullable Instant publishedAt() {
        return publishedAt;
    }

    public @Nullable Instant startedAt() {
        return startedAt;
    }

    public @Nullable Instant finishedAt() {
        return finishedAt;
    }

    /** JSON, if it succeeded with a result. */
    public @Nullable String result() {
        return result;
    }

    /** Problem JSON, if it failed. */
    public @Nullable String problem() {
        return problem;
    }
}
