package io.universalmiddleware.persistence.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The profiles. Every method runs in the caller's transaction. */
@Dependent
public class ProfileRepository {
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final SqlSession session;
    private final ObjectMapper json;

    @Inject
    public ProfileRepository(SqlSession session, ObjectMapper json) {
        this.session = session;
        this.json = json;
    }

    /** The account's; {@link Profile#none} if its owner has said nothing. */
    public Profile find(UUID account) {
        return session
                .query(
                        "SELECT account_id, display_name, locale, time_zone, preferences, edition, changed_at FROM profile"
                                + " WHERE account_id = ?",
                        s -> s.setObject(1, account),
                        this::read)
                .stream()
                .findFirst()
                .orElseGet(() -> Profile.none(account));
    }

    /** Keeps what a profile says, as the edition after the one there is. */
    public void save(Profile profile, Instant now) {
        session.update("""
                INSERT INTO profile AS p (account_id, display_name, locale, time_zone, preferences, edition, changed_at)
                VALUES (?, ?, ?, ?, ?, 1, ?)
                ON CONFLICT (account_id) DO UPDATE SET display_name = excluded.display_name, locale = excluded.locale,
                    time_zone = excluded.time_zone, preferences = excluded.preferences, edition = p.edition + 1,
                    changed_at = excluded.changed_at
                """, s -> {
            s.setObject(1, profile.account());
            s.setString(2, profile.displayName());
            s.setString(3, profile.locale());
            s.setString(4, profile.timeZone());
            Columns.setJson(s, 5, written(profile.preferences()));
            s.setTimestamp(6, Columns.timestamp(now));
        });
    }

    private Profile read(ResultSet row) throws SQLException {
        return new Profile(
                row.getObject("account_id", UUID.class),
                row.getString("display_name"),
                row.getString("locale"),
                row.getString("time_zone"),
                texts(row.getString("preferences")),
                row.getLong("edition"),
                Columns.instant(row, "changed_at"));
    }

    private String written(Map<String, String> texts) {
        try {
            return json.writeValueAsString(new TreeMap<>(texts));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts cannot be written", impossible);
        }
    }

    private Map<String, String> texts(String text) {
        try {
            return json.readValue(text, TEXTS);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the preferences of a profile are no texts", impossible);
        }
    }
}
