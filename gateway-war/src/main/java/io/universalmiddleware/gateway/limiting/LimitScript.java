package io.universalmiddleware.gateway.limiting;

/**
 * The limit script decides a batch of requests by all the limits that apply to each, in one atomic step.
 *
 * <p>Keys: one for each count. Arguments: the time in milliseconds, or 0 for that of Redis; how many rates; for each rate its
 * algorithm (0 bucket, 1 window), requests, milliseconds, burst; then for each request how many limits, how many more it wants
 * lent, and for each limit the number of its key and of its rate. Answers the time; then for each request the number of the limit
 * that makes it wait longest, or 0 if it passes, and the milliseconds of that; for each limit what remains and the milliseconds
 * until it is whole again; and how many are lent.
 *
 * <p>What is lent is counted at all limits of a request that passes, right after it: as many as are wanted, yet of no limit more than
 * a thousandth of what remains. In the place of a request may stand how many were lent and are given back: the number wanted is
 * below zero, and followed by the time of the lending. Nothing is answered to that. A bucket takes them back less what it can have
 * let out since, a window out of the count of the window in which they were lent, and neither if the rate is another one by now:
 * what has passed stays counted.
 *
 * <p>The requests are decided one after the other. One that any limit refuses changes no count. A count is 41 bytes: algorithm, three
 * numbers (as in {@link Meter}), and the rate it was counted by; when that is another one now, what was used is carried
 * over. It expires a second after it means nothing any more. Time is that of Redis, one clock for all nodes; when it goes back,
 * nothing is taken away and nothing given. All numbers are whole and below 2^53, so that Lua's doubles hold them exactly.
 *
 * <p>All keys have the same hash tag: on a cluster they lie on one shard, since a request is decided by the counts of platform,
 * tenant, route and origin together, and a batch holds requests of many tenants.
 */
final class LimitScript {
    static final String TEXT = """
            local now = tonumber(ARGV[1])
            if now == 0 then
              local t = redis.call('TIME')
              now = t[1] * 1000 + math.floor(t[2] / 1000)
            end
            local floor, ceil, max, min = math.floor, math.ceil, math.max, math.min
            local rates, at = {}, 3
            for i = 1, tonumber(ARGV[2]) do
              rates[i] = {tonumber(ARGV[at]), tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])}
              at = at + 4
            end
            local stored = redis.call('MGET', unpack(KEYS))
            local counts, dirty = {}, {}

            local function move(c)
              if c[1] == 0 then
                local passed = now - c[3]
                if passed > 0 then c[2] = max(0, c[2] - passed * c[6]) end
                c[3] = now
              else
                local window = floor(now / c[5])
                if window > c[2] then
                  c[4] = (window == c[2] + 1) and c[3] or 0
                  c[3] = 0
                end
                c[2] = window
              end
            end

            local function kept(k)
              local text = stored[k]
              if not counts[k] and text and #text == 41 then counts[k] = {struct.unpack('>bddddd', text)} end
              return counts[k]
            end

            local function count(k, r)
              local c = kept(k)
              if not c then
                if r[1] == 0 then
                  c = {0, 0, now, 0, r[3], r[2]}
                else
                  c = {1, floor(now / r[3]), 0, 0, r[3], r[2]}
                end
                counts[k] = c
              end
              if c[1] == r[1] and c[5] == r[3] then
                if c[6] ~= r[2] then
                  c[6] = r[2]
                  dirty[k] = true
                end
                move(c)
              else
                move(c)
                local used
                if c[1] == 0 then used = c[2] / c[5]
                else used = c[3] + c[4] * (c[5] - now % c[5]) / c[5] end
                if r[1] == 0 then c[2], c[3] = ceil(used * r[3]), now
                else c[2], c[3] = floor(now / r[3]), ceil(used) end
                c[1], c[4], c[5], c[6] = r[1], 0, r[3], r[2]
                dirty[k] = true
              end
              if c[1] == 0 then c[2] = min(c[2], r[4] * r[3])
              else c[3], c[4] = min(c[3], r[2]), min(c[4], r[2]) end
              return c
            end

            local function waiting(c, r)
              local per = r[3]
              if r[1] == 0 then
                local over = c[2] + per - r[4] * per
                if over <= 0 then return 0 end
                return ceil(over / r[2])
              end
              local left = per - now % per
              local free = r[2] - c[3] - 1
              if free >= 0 then
                if c[4] * left <= free * per then return 0 end
                return left - floor(free * per / c[4])
              end
              return left + per - floor((r[2] - 1) * per / c[3])
            end

            local function reset(c)
              if c[1] == 0 then return ceil(c[2] / c[6]) end
              local left = c[5] - now % c[5]
              if c[3] > 0 then return left + c[5] end
              if c[4] > 0 then return left end
              return 0
            end

            local function remaining(c, r)
              local per = r[3]
              if r[1] == 0 then return max(0, floor((r[4] * per - c[2]) / per)) end
              return floor(max(0, (r[2] - c[3]) * per - c[4] * (per - now % per)) / per)
            end

            local function take(k, r, c, n)
              if c[1] == 0 then c[2] = c[2] + n * r[3] else c[3] = c[3] + n end
              dirty[k] = true
            end

            local function back(k, r, n, since)
              local c = kept(k)
              if not c or c[1] ~= r[1] or c[5] ~= r[3] or c[6] ~= r[2] or now < since then return end
              move(c)
              if c[1] == 0 then
                c[2] = max(0, c[2] - max(0, n * r[3] - (now - since) * r[2]))
              else
                local from = 3 + c[2] - floor(since / r[3])
                if from <= 4 then c[from] = max(0, c[from] - n) end
              end
              dirty[k] = true
            end

            local out, o, last = {now}, 1, #ARGV
            while at <= last do
              local limits, want = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
              at = at + 2
              if want < 0 then
                for j = 1, limits do
                  back(tonumber(ARGV[at + 2 * j - 1]), rates[tonumber(ARGV[at + 2 * j])], -want, tonumber(ARGV[at]))
                end
                at = at + 1 + 2 * limits
              else
                local refusing, longest, mine = 0, 0, {}
                for j = 1, limits do
                  local k = tonumber(ARGV[at])
                  local r = rates[tonumber(ARGV[at + 1])]
                  local c = count(k, r)
                  local w = waiting(c, r)
                  if w > longest then refusing, longest = j, w end
                  mine[j] = {k, r, c}
                  at = at + 2
                end
                local lent = refusing == 0 and want or 0
                out[o + 1], out[o + 2] = refusing, longest
                o = o + 2
                for j = 1, limits do
                  local k, r, c = unpack(mine[j])
                  if refusing == 0 then take(k, r, c, 1) end
                  local left = remaining(c, r)
                  lent = min(lent, floor(left / 1000))
                  out[o + 1], out[o + 2] = left, reset(c)
                  o = o + 2
                end
                if lent > 0 then
                  for j = 1, limits do
                    local k, r, c = unpack(mine[j])
                    take(k, r, c, lent)
                  end
                end
                o = o + 1
                out[o] = lent
              end
            end
            for k in pairs(dirty) do
              local c = counts[k]
              redis.call('SET', KEYS[k], struct.pack('>bddddd', c[1], c[2], c[3], c[4], c[5], c[6]), 'PX', reset(c) + 1000)
            end
            return out
            """;

    private LimitScript() {}
}
