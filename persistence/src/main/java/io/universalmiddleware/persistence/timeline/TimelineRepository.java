package io.universalmiddleware.persistence.timeline;

import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/** The timelines of commands. Every method runs in the caller's transaction. */
@Dependent
public class TimelineRepository {
    private final SqlSession session;

    @Inject
    public TimelineRepository(SqlSession session) {
        this.session = session;
    }

    public void addAll(List<TimelineEntry> entries) {
        session.updateEach(
                "INSERT INTO timeline (command_id, at, step, detail) VALUES (?, ?, ?, ?)", entries, (s, entry) -> {
                    s.setObject(1, entry.command().value());
                    s.setTimestamp(2, Columns.timestamp(entry.at()));
                    s.setString(3, entry.step());
                    Columns.setJson(s, 4, entry.detail());
                });
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
