package io.universalmiddleware.persistence.timeline;

import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.persistence.postgres.Statements;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/** The timelines of commands. Every method runs in the caller's transaction. */
@Dependent
public class TimelineRepository {
    private static final String ADD =
            "INSERT INTO timeline (command_id, at, step, detail) SELECT * FROM unnest(?, ?, ?, ?)";

    private final SqlSession session;

    @Inject
    public TimelineRepository(SqlSession session) {
        this.session = session;
    }

    public void addAll(List<TimelineEntry> entries) {
        Statements all = new Statements();
        addAll(all, entries);
        session.run(all);
    }

    /** As {@link #addAll(List)}, after the statements that are there. */
    public void addAll(Statements to, List<TimelineEntry> entries) {
        to.update(
                ADD,
                p -> p.array(
                                "uuid",
                                entries.stream().map(e -> e.command().value()).toList())
                        .array(
                                "timestamptz",
                                entries.stream().map(e -> e.at().toString()).toList())
                        .array("text", entries.stream().map(TimelineEntry::step).toList())
                        .array(
                                "jsonb",
                                entries.stream().map(TimelineEntry::detail).toList()));
    }

    /** The command's entries, oldest first. */
    public List<TimelineEntry> of(CommandId command) {
        return session.query(
                "SELECT at, step, detail FROM timeline WHERE command_id = ? ORDER BY at",
                s -> s.setObject(1, command.value()),
                row -> new TimelineEntry(
                        command, Columns.requiredInstant(row, "at"), row.getString("step"), row.getString("detail")));
    }

    /**
     * Forgets entries older than the instant.
     *
     * @param limit at most so many
     * @return how many it forgot
     */
    public int forget(Instant before, int limit) {
        return session.update(
                "DELETE FROM timeline WHERE ctid IN (SELECT ctid FROM timeline WHERE at < ? ORDER BY at LIMIT ?)",
                s -> {
                    s.setTimestamp(1, Columns.timestamp(before));
                    s.setInt(2, limit);
                });
    }
}
