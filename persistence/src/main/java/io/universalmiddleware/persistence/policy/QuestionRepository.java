package io.universalmiddleware.persistence.policy;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The questions that the policy was asked, each once. Every method runs in the caller's transaction. */
@Dependent
public class QuestionRepository {
    private final SqlSession session;

    @Inject
    public QuestionRepository(SqlSession session) {
        this.session = session;
    }

    /** Adds how often each was asked. In one order, so that two nodes that add the same ones do not wait for each other in a circle. */
    public void add(List<RecordedQuestion> asked, Instant now) {
        List<RecordedQuestion> ordered = asked.stream()
                .sorted(Comparator.comparing(RecordedQuestion::input))
                .toList();
        session.updateEach("""
                INSERT INTO policy_question AS q (digest, input, times, last_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (digest) DO UPDATE SET times = q.times + excluded.times,
                    last_at = greatest(q.last_at, excluded.last_at)
                """, ordered, (s, question) -> {
            s.setBytes(1, digest(question.input()));
            s.setString(2, question.input());
            s.setLong(3, question.times());
            s.setTimestamp(4, Columns.timestamp(now));
        });
    }

    /** Those that were asked last. */
    public List<RecordedQuestion> latest(int limit) {
        return session.query(
                "SELECT input, times FROM policy_question ORDER BY last_at DESC, digest LIMIT ?",
                s -> s.setInt(1, limit),
                row -> new RecordedQuestion(row.getString("input"), row.getLong("times")));
    }

    /** Forgets what was not asked since a time, and beyond so many those that were asked longest ago. */
    public void forget(Instant before, int most) {
        session.update(
                "DELETE FROM policy_question WHERE last_at < ?", s -> s.setTimestamp(1, Columns.timestamp(before)));
        session.update(
                "DELETE FROM policy_question WHERE digest IN"
                        + " (SELECT digest FROM policy_question ORDER BY last_at DESC, digest OFFSET ?)",
                s -> s.setInt(1, most));
    }

    private static byte[] digest(String input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
