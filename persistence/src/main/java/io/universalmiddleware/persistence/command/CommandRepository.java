package io.universalmiddleware.persistence.command;

import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.persistence.postgres.Statements;
import io.universalmiddleware.persistence.postgres.Statements.Answer;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.TypedQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The commands. Every method runs in the caller's transaction. */
@Dependent
public class CommandRepository {
    private static final String MARK = """
            UPDATE command SET status = 'processing', published_at = ?, started_at = ?
            WHERE id = ? AND status = 'accepted'
            """;
    private static final String SETTLE = """
            UPDATE command SET status = ?, attempts = ?, published_at = coalesce(published_at, ?),
                   started_at = coalesce(started_at, ?), finished_at = ?, result = ?, problem = ?,
                   unsuccessful = ?
            WHERE id = ? AND status IN ('accepted', 'processing')
            """;

    private final SqlSession session;

    @Inject
    public CommandRepository(SqlSession session) {
        this.session = session;
    }

    /** Inserts one command. */
    public void insert(CommandRecord command) {
        insertAll(List.of(command));
    }

    /** Inserts now, not at the commit, so that what fails then is the commit alone. */
    public void insertAll(List<CommandRecord> commands) {
        session.insertAll(commands);
    }

    /** The command, if the tenant has it. */
    public Optional<CommandRecord> find(TenantId tenant, CommandId id) {
        return Optional.ofNullable(session.entityManager().find(CommandRecord.class, id.value()))
                .filter(command -> command.tenant().equals(tenant));
    }

    /** One page, newest first. */
    public List<CommandRecord> list(CommandQuery query) {
        CriteriaBuilder builder = session.entityManager().getCriteriaBuilder();
        CriteriaQuery<CommandRecord> criteria = builder.createQuery(CommandRecord.class);
        Root<CommandRecord> command = criteria.from(CommandRecord.class);
        List<Predicate> where = new ArrayList<>();
        where.add(builder.equal(command.get("tenant"), query.tenant().value()));
        if (query.principal() != null) {
            where.add(builder.equal(command.get("principal"), query.principal()));
        }
        if (query.status() != null) {
            where.add(builder.equal(command.get("status"), query.status().wire()));
            if (query.status() == CommandStatus.FAILED || query.status() == CommandStatus.DEAD) {
                where.add(builder.isNotNull(command.get("unsuccessful")));
            }
        }
        if (query.type() != null) {
            where.add(builder.equal(command.get("type"), query.type()));
        }
        if (query.aggregateId() != null) {
            where.add(builder.equal(command.get("aggregateId"), query.aggregateId()));
        }
        if (query.before() != null) {
            where.add(builder.lessThan(command.<UUID>get("id"), query.before().value()));
        }
        criteria.where(where.toArray(Predicate[]::new)).orderBy(builder.desc(command.get("id")));
        TypedQuery<CommandRecord> page = session.entityManager().createQuery(criteria);
        return page.setMaxResults(query.limit()).getResultList();
    }

    /** Marks commands as taken up; those already taken up or settled stay as they are. */
    public void markProcessing(List<Started> started) {
        session.updateEach(MARK, started, (statement, s) -> {
            statement.setTimestamp(1, Columns.timestamp(s.publishedAt()));
            statement.setTimestamp(2, Columns.timestamp(s.startedAt()));
            statement.setObject(3, s.command().value());
        });
    }

    /** Settles a command; answers 0 if it was settled before, and nothing has changed then. */
    Answer<Integer> settle(Statements to, Settlement s) {
        return to.update(
                SETTLE,
                p -> p.text(s.status().wire())
                        .number(s.attempts())
                        .instant(s.publishedAt())
                        .instant(s.startedAt())
                        .instant(s.finishedAt())
                        .json(s.result())
                        .json(s.problem())
                        .flag(s.status() == CommandStatus.SUCCEEDED ? null : true)
                        .uuid(s.command().value()));
    }

    /** Those of the commands that are settled. */
    public Set<CommandId> settledAmong(Collection<CommandId> commands) {
        List<CommandId> settled = session.query(
                "SELECT id FROM command WHERE id = ANY (?) AND status IN ('succeeded', 'failed', 'dead')",
                statement -> Columns.setUuids(
                        statement, 1, commands.stream().map(CommandId::value).toList()),
                row -> new CommandId(row.getObject(1, UUID.class)));
        return settled.stream().collect(Collectors.toUnmodifiableSet());
    }

    /** The command's status, if the tenant has it. */
    public Optional<CommandStatus> status(TenantId tenant, CommandId id) {
        return session
                .query(
                        "SELECT status FROM command WHERE id = ? AND tenant = ?",
                        statement -> {
                            statement.setObject(1, id.value());
                            statement.setString(2, tenant.value());
                        },
                        row -> CommandStatus.ofWire(row.getString(1)))
                .stream()
                .findFirst();
    }
}
