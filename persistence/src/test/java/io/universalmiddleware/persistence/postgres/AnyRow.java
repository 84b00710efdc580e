package io.universalmiddleware.persistence.postgres;

/** A row of any table: what must be there, of its type, whatever it is about. */
final class AnyRow {
    private static final String INSERT = """
            SELECT format('INSERT INTO %I (%s) VALUES (%s)', ?::text, string_agg(format('%I', a.attname), ', '), string_agg(
                CASE WHEN a.attname = ? AND a.attndims > 0 THEN format('ARRAY[%L]', ?::text)
                    WHEN a.attname = ? THEN quote_literal(?)
                    ELSE CASE format_type(a.atttypid, NULL)
                        WHEN 'uuid' THEN 'gen_random_uuid()'
                        WHEN 'text' THEN 'gen_random_uuid()::text' WHEN 'character varying' THEN 'gen_random_uuid()::text'
                        WHEN 'bytea' THEN 'uuid_send(gen_random_uuid())'
                        WHEN 'bigint' THEN '(random() * 1e15)::bigint' WHEN 'integer' THEN '(random() * 1e9)::int'
                        WHEN 'timestamp with time zone' THEN 'now()'
                        WHEN 'boolean' THEN 'true'
                        WHEN 'jsonb' THEN '''{}''' WHEN 'json' THEN '''{}'''
                        WHEN 'text[]' THEN '''{}''' WHEN 'bigint[]' THEN '''{}'''
                        ELSE quote_literal((random() * 30000)::int) END END, ', '))
            FROM pg_attribute a WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                AND (a.attname = ? OR a.attidentity = '' AND NOT a.atthasdef AND a.attnotnull)
            """;

    private AnyRow() {}

    /** The statement that makes one with a value in a column; of a column of arrays it is the array's. */
    static String of(SqlSession session, String table, String column, String value) {
        return session.query(
                        INSERT,
                        s -> {
                            s.setString(1, table);
                            s.setString(2, column);
                            s.setString(3, value);
                            s.setString(4, column);
                            s.setString(5, value);
                            s.setString(6, table);
                            s.setString(7, column);
                        },
                        row -> row.getString(1))
                .get(0);
    }
}
