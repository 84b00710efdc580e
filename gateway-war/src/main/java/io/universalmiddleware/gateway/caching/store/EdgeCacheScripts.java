package io.universalmiddleware.gateway.caching.store;

/**
 * The Lua by which the edge's answers are kept in Redis.
 *
 * <p>Each script is atomic and begins with the epoch: a span in which Redis forgot nothing but by expiry. It ends when the state
 * is gone (flush) and when the Redis process is another one, which may have come back with older data. Entries of another epoch
 * count as absent.
 *
 * <p>Purges are numbered without gaps within an epoch. An entry carries the number that was current before its origin was
 * asked. It counts only while none of its tags, nor a prefix of its path, has a hard purge of a higher number: when it is read, and
 * when it is written. So an answer that was made before a purge is never used after it, however late it comes.
 *
 * <p>A tag is remembered for longer than any entry that has it, so an entry whose tag is gone (evicted) counts as absent too. Purges
 * by prefix never expire by themselves; those that no entry is old enough for go when there are many.
 *
 * <p>Only the holder of a key's lease may write. Whoever halts beyond its lease finds that another one holds it, or nobody.
 */
final class EdgeCacheScripts {
    private static final String EPOCH = """
            local function um_edge_epoch(fresh)
              local info = redis.pcall('INFO', 'server')
              local run = ''
              if type(info) == 'string' then run = string.match(info, 'run_id:(%w+)') or '' end
              local known = redis.call('HMGET', KEYS[1], 'e', 'r')
              if known[1] and known[2] == run then return known[1] end
              redis.call('DEL', KEYS[1], KEYS[2])
              redis.call('HSET', KEYS[1], 'e', fresh, 'r', run, 'n', 0, 'g', 0)
              return fresh
            end
            local function um_edge_text(n) return string.format('%.0f', n) end
            local function um_edge_views_until() return tonumber(redis.call('HGET', KEYS[1], 'x') or '0') end
            local function um_edge_second() return tonumber(redis.call('TIME')[1]) end
            """;
    private static final String PURGED = """
            local function um_edge_purged(number, tags, path, tag_prefix, prefixes, known)
              local soft = false
              local views = tonumber(redis.call('HGET', KEYS[1], 'g') or '0') > number
              for tag in string.gmatch(tags, '[^\\n]+') do
                local at = redis.call('HMGET', tag_prefix .. tag, 'h', 's')
                if (at[1] and tonumber(at[1]) > number) or (known and not at[1]) then return true, true end
                if at[2] and tonumber(at[2]) > number then soft = true end
                if views and string.sub(tag, 1, 5) == 'view:' then return true, true end
              end
              local all = redis.call('HGETALL', prefixes)
              for i = 1, #all, 2 do
                if tonumber(string.match(all[i + 1], '^%d+')) > number then
                  local prefix = string.sub(all[i], 2)
                  if string.sub(path, 1, #prefix) == prefix then
                    if string.sub(all[i], 1, 1) == 'h' then return true, true end
                    soft = true
                  end
                end
              end
              return false, soft
            end
            """;
    private static final String PURGE_ONE = """
            local function um_edge_purge(epoch, tenant, kind, value, soft, tag_prefix, prefixes, bound)
              local n = redis.call('HINCRBY', KEYS[1], 'n', 1)
              local number = um_edge_text(n)
              local mode = soft == '1' and 's' or 'h'
              local second = um_edge_second()
              if kind == 'PREFIX' and redis.call('HLEN', prefixes) >= 500 then
                local all = redis.call('HGETALL', prefixes)
                for i = 1, #all, 2 do
                  if tonumber(string.match(all[i + 1], '%d+$')) < second - 691200 then
                    redis.call('HDEL', prefixes, all[i])
                  end
                end
              end
              if kind == 'PREFIX' and redis.call('HLEN', prefixes) >= 500 then
                redis.call('DEL', prefixes)
                kind = 'TAG'
                value = '\\1*'
                mode = 'h'
                soft = '0'
              end
              if kind == 'PREFIX' then
                redis.call('HSET', prefixes, mode .. value, number .. ' ' .. um_edge_text(second))
              elseif kind == 'TAG' then
                local tag = tag_prefix .. value
                redis.call('HSETNX', tag, 'h', 0)
                redis.call('HSET', tag, mode, number)
                if redis.call('PTTL', tag) < 900000 then redis.call('PEXPIRE', tag, 900000) end
              else
                redis.call('HSET', KEYS[1], 'g', number)
              end
              redis.call('XADD', KEYS[2], 'MAXLEN', '~', bound, number .. '-1', 'e', epoch, 't', tenant, 'k', kind,
                  'v', value, 's', soft)
              return n
            end
            """;

    /** Keys: state, purges. Arguments: fresh epoch. Answers {@code {epoch, purges}}. */
    static final BinaryScript POSITION = new BinaryScript(EPOCH + """
            local epoch = um_edge_epoch(ARGV[1])
            return {epoch, redis.call('HGET', KEYS[1], 'n')}
            """);

    /**
     * Reads. Keys: state, purges, entry, lease. Arguments: fresh epoch, what tags begin with, key of prefixes, stamp that the
     * caller has already (empty: none), lease token, lease milliseconds (0: the caller wants no lease). Answers one of
     * {@code {'H', epoch, soft, bytes, stamp}}: held, and another one than the caller has; {@code {'L', epoch, number}}: nothing, the caller
     * holds the lease; {@code {'B', epoch}}: nothing, another one holds it; {@code {'N', epoch}}: nothing.
     */
    static final BinaryScript READ = new BinaryScript(EPOCH + PURGED + """
            local epoch = um_edge_epoch(ARGV[1])
            local held = redis.call('HMGET', KEYS[3], 'e', 'n', 't', 'p', 's')
            if held[1] == epoch then
              local hard, soft = um_edge_purged(tonumber(held[2]), held[3], held[4], ARGV[2], ARGV[3], true)
              if hard then
                redis.call('DEL', KEYS[3])
              elseif ARGV[4] == '' or held[5] ~= ARGV[4] then
                return {'H', epoch, soft and 1 or 0, redis.call('HGET', KEYS[3], 'b'), held[5]}
              end
            end
            if ARGV[6] == '0' then return {'N', epoch} end
            if redis.call('SET', KEYS[4], ARGV[5], 'NX', 'PX', ARGV[6]) then
              return {'L', epoch, redis.call('HGET', KEYS[1], 'n')}
            end
            return {'B', epoch}
            """);

    /**
     * Writes what the holder of the lease fetched, and ends the lease. Keys: state, purges, entry, lease, and if answers vary the
     * entry that says by what, and its lease. While somebody else holds that one, it is left to them to say so: until their own
     * variant is there nobody is to look for it under its key, where no lease is. Arguments: fresh epoch, epoch, token, number, what tags begin with, key of prefixes,
     * tags by line, path, stamp, milliseconds, bytes, and the bytes of the other entry. Answers {@code {'S'}} stored, or
     * {@code {'R'}} refused: the epoch or the lease is over, it was purged meanwhile, or it is the first one with the tag of a view,
     * of whose changes nobody has taken note so far; from then on somebody does.
     */
    static final BinaryScript FILL = new BinaryScript(EPOCH + PURGED + """
            local epoch = um_edge_epoch(ARGV[1])
            if epoch ~= ARGV[2] or redis.call('GET', KEYS[4]) ~= ARGV[3] then return {'R'} end
            redis.call('DEL', KEYS[4])
            local life = tonumber(ARGV[10])
            local hard = um_edge_purged(tonumber(ARGV[4]), ARGV[7], ARGV[8], ARGV[5], ARGV[6], false)
            if hard then return {'R'} end
            local views = false
            for tag in string.gmatch(ARGV[7], '[^\\n]+') do
              views = views or string.sub(tag, 1, 5) == 'view:'
              local key = ARGV[5] .. tag
              redis.call('HSETNX', key, 'h', 0)
              if redis.call('PTTL', key) < life + 60000 then redis.call('PEXPIRE', key, life + 60000) end
            end
            if views then
              local second = um_edge_second()
              local before = um_edge_views_until()
              redis.call('HSET', KEYS[1], 'x', um_edge_text(math.max(before, second + life / 1000 + 900)))
              if before < second then return {'R'} end
            end
            local function keep(key, stamp, tags, bytes, life)
              redis.call('DEL', key)
              redis.call('HSET', key, 'e', epoch, 'n', ARGV[4], 't', tags, 'p', ARGV[8], 's', stamp, 'b', bytes)
              redis.call('PEXPIRE', key, life)
            end
            if KEYS[5] and redis.call('EXISTS', KEYS[6]) == 0 then
              keep(KEYS[5], ARGV[9], '', ARGV[12], math.max(life, redis.call('PTTL', KEYS[5])))
            end
            keep(KEYS[3], ARGV[9], ARGV[7], ARGV[11], life)
            return {'S'}
            """);

    /** Goes on holding a lease. Keys: lease. Arguments: token, milliseconds. Answers {@code {1}} or, if it is lost, {@code {0}}. */
    static final BinaryScript RENEW = new BinaryScript("""
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {0} end
            return {redis.call('PEXPIRE', KEYS[1], ARGV[2])}
            """);

    /** Ends a lease without an entry. Keys: lease. Arguments: token. Answers {@code {ended}}. */
    static final BinaryScript RELEASE = new BinaryScript("""
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {0} end
            return {redis.call('DEL', KEYS[1])}
            """);

    /**
     * Purges. Keys: state, purges. Arguments: fresh epoch, bound of the stream, and six for each purge: tenant, kind, value, soft, what
     * tags begin with, key of prefixes. Answers {@code {epoch, number of the last}}.
     */
    static final BinaryScript PURGE = new BinaryScript(EPOCH + PURGE_ONE + """
            local epoch = um_edge_epoch(ARGV[1])
            local n = 0
            for i = 3, #ARGV, 6 do
              n = um_edge_purge(epoch, ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4], ARGV[i + 5], ARGV[2])
            end
            return {epoch, n}
            """);

    /**
     * Which changes of views were taken over. Keys: state, purges. Arguments: fresh epoch, epoch of the changes, number of the last
     * one there is. While nothing has the tag of a view, that is where taking over will begin. Answers {@code {in use, epoch, number}}:
     * whether changes are to be taken over, and what was.
     */
    static final BinaryScript TAKEN_OVER = new BinaryScript(EPOCH + """
            um_edge_epoch(ARGV[1])
            if um_edge_views_until() < um_edge_second() then
              redis.call('HSET', KEYS[1], 'w', ARGV[2], 'v', ARGV[3])
              return {0, ARGV[2], ARGV[3]}
            end
            local known = redis.call('HMGET', KEYS[1], 'w', 'v')
            return {1, known[1] or ARGV[2], known[2] or '0'}
            """);

    /**
     * Takes changes of views over, once for all nodes. Keys: state, purges. Arguments: fresh epoch, bound of the stream, epoch of
     * the changes, number of the first one, number of the last one, and four for each tag: number of its change, tenant, tag, what
     * tags begin with. Where the first is not next to what was taken over before, every view is purged. Answers {@code {number}}
     * of the last change that is taken over.
     */
    static final BinaryScript TAKE_OVER = new BinaryScript(EPOCH + PURGE_ONE + """
            local epoch = um_edge_epoch(ARGV[1])
            local known = redis.call('HMGET', KEYS[1], 'w', 'v')
            local same = known[1] == ARGV[3]
            local done = same and tonumber(known[2]) or 0
            if same and done >= tonumber(ARGV[5]) then return {um_edge_text(done)} end
            if (not same) or tonumber(ARGV[4]) > done + 1 then
              um_edge_purge(epoch, '', 'VIEWS', '', '0', '', '', ARGV[2])
            end
            for i = 6, #ARGV, 4 do
              if tonumber(ARGV[i]) > done then
                um_edge_purge(epoch, ARGV[i + 1], 'TAG', ARGV[i + 2], '0', ARGV[i + 3], '', ARGV[2])
              end
            end
            redis.call('HSET', KEYS[1], 'w', ARGV[3], 'v', ARGV[5])
            return {ARGV[5]}
            """);

    private EdgeCacheScripts() {}
}
