package io.universalmiddleware.cache.redis;

import io.universalmiddleware.contracts.hub.HubScripts;

/**
 * Cache scripts are the Lua by which copies are kept.
 *
 * <p>Each is atomic, and each begins with the epoch. An epoch is a span in which Redis forgot nothing that it was told
 * except by expiry: it ends when the state is gone (flush, eviction) and when the Redis process is another one (restart,
 * fail-over), which may have come back with older data. A copy of an ended epoch counts as absent, and a caller that
 * knows another epoch than Redis is told so before anything is read or written for it.
 *
 * <p>Within an epoch a copy's version never goes back: a write brings its version and loses against a newer one. A copy that
 * is absent can be written only by a push, or by the holder of the row's lease, which ends long before a copy expires. So a
 * slow writer finds either the newer copy or its lease gone.
 */
final class CacheScripts {
    private static final String EPOCH = """
            local function um_cache_epoch(fresh)
              local info = redis.pcall('INFO', 'server')
              local run = ''
              if type(info) == 'string' then run = string.match(info, 'run_id:(%w+)') or '' end
              local known = redis.call('HMGET', KEYS[1], 'e', 'r')
              if known[1] and known[2] == run then return known[1] end
              redis.call('DEL', KEYS[1], KEYS[2])
              redis.call('HSET', KEYS[1], 'e', fresh, 'r', run, 'n', 0)
              return fresh
            end
            """;
    private static final String SET = """
            local function um_cache_set(copy, epoch, version, life, cost, has_body, body)
              redis.call('DEL', copy)
              redis.call('HSET', copy, 'e', epoch, 'v', version, 'l', life, 'd', cost)
              if has_body == '1' then redis.call('HSET', copy, 'b', body) end
              redis.call('PEXPIRE', copy, life)
            end
            local function um_cache_version(copy, epoch)
              local known = redis.call('HMGET', copy, 'e', 'v')
              if known[1] == epoch then return tonumber(known[2]) end
              return nil
            end
            """;

    /** Keys: state, announcements. Arguments: fresh epoch. Answers {@code {epoch, announcements}}. */
    static final LuaScript POSITION = new LuaScript(EPOCH + """
            local epoch = um_cache_epoch(ARGV[1])
            return {epoch, redis.call('HGET', KEYS[1], 'n')}
            """);

    /**
     * Reads. Keys: state, announcements, copy, lease. Arguments: fresh epoch, epoch, eagerness, lease token, lease
     * milliseconds. Answers one of {@code {'E', epoch}}: another epoch; {@code {'H', version, left, age, early, body?}}: a copy,
     * with milliseconds, and early 1 if the caller now holds the lease to refresh it; {@code {'L'}}: no copy, the caller holds
     * the lease; {@code {'B'}}: no copy, another one is loading.
     *
     * <p>Eagerness is -ln(random) (Vattani et al., Optimal Probabilistic Cache Stampede Prevention, VLDB 2015).
     */
    static final LuaScript READ = new LuaScript(EPOCH + """
            local epoch = um_cache_epoch(ARGV[1])
            if epoch ~= ARGV[2] then return {'E', epoch} end
            local copy = redis.call('HMGET', KEYS[3], 'e', 'v', 'b', 'l', 'd')
            if copy[1] == epoch then
              local left = redis.call('PTTL', KEYS[3])
              local early = 0
              if left < tonumber(copy[5]) * tonumber(ARGV[3])
                  and redis.call('SET', KEYS[4], ARGV[4], 'NX', 'PX', ARGV[5]) then
                early = 1
              end
              return {'H', copy[2], left, tonumber(copy[4]) - left, early, copy[3] or nil}
            end
            if redis.call('SET', KEYS[4], ARGV[4], 'NX', 'PX', ARGV[5]) then return {'L'} end
            return {'B'}
            """);

    /**
     * Writes what was loaded. Keys: state, announcements, copy, lease. Arguments: fresh epoch, epoch, lease token (empty: the
     * caller holds none, and only an older copy is replaced), version, life, cost, has body, body. Answers {@code {'E', epoch}},
     * {@code {'S'}} stored, or {@code {'R'}} refused.
     */
    static final LuaScript FILL = new LuaScript(EPOCH + SET + """
            local epoch = um_cache_epoch(ARGV[1])
            if epoch ~= ARGV[2] then return {'E', epoch} end
            local known = um_cache_version(KEYS[3], epoch)
            if ARGV[3] == '' then
              if not known then return {'R'} end
            else
              if redis.call('GET', KEYS[4]) ~= ARGV[3] then return {'R'} end
              redis.call('DEL', KEYS[4])
            end
            if known and known > tonumber(ARGV[4]) then return {'R'} end
            um_cache_set(KEYS[3], epoch, ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8])
            return {'S'}
            """);

    /**
     * Pushes a change: the copy, the announcement and the hub's publication. Keys: state, announcements, copy, and the two of
     * {@link io.universalmiddleware.contracts.hub.HubKeys#publishKeys}, or none of them for a row without a channel. Arguments:
     * fresh epoch, epoch, version, life, cost, has body, body, bound of announcements, row, and the eight of
     * {@link HubScripts#publishArguments}. Answers {@code {'E', epoch}}, or {@code {'P', published, hub epoch, offset}}.
     */
    static final LuaScript PUSH = new LuaScript(HubScripts.PUBLISH_FUNCTION + EPOCH + SET + """
            local epoch = um_cache_epoch(ARGV[1])
            if epoch ~= ARGV[2] then return {'E', epoch} end
            local known = um_cache_version(KEYS[3], epoch)
            if not known or known <= tonumber(ARGV[3]) then
              um_cache_set(KEYS[3], epoch, ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7])
              local n = string.format('%.0f', redis.call('HINCRBY', KEYS[1], 'n', 1))
              redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[8], n .. '-1', 'e', epoch, 'v', ARGV[3], 'k', ARGV[9])
            end
            if not KEYS[4] then return {'P', 0, '', 0} end
            local told = um_hub_publish(KEYS[4], KEYS[5], ARGV[10], ARGV[11], ARGV[12], ARGV[13], ARGV[14], ARGV[15],
                ARGV[16], ARGV[17])
            return {'P', told[1], told[2], told[3]}
            """);

    /** Publishes to the hub alone: {@link HubScripts#PUBLISH}. */
    static final LuaScript PUBLISH = new LuaScript(HubScripts.PUBLISH);

    private CacheScripts() {}
}
