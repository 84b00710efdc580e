package io.universalmiddleware.contracts.hub;

import java.util.List;
import java.util.UUID;

/** Hub scripts are the Lua by which publications get into a channel. */
public final class HubScripts {

    /** No version: every publication counts. */
    public static final long UNVERSIONED = 0;

    /**
     * Defines {@code um_hub_epoch(meta, log, new_epoch)}, which gives the channel's epoch and begins a new one where Redis has
     * forgotten the channel or is another process than the one that began it.
     */
    public static final String EPOCH_FUNCTION = """
            local function um_hub_epoch(meta, log, new_epoch)
              local info = redis.pcall('INFO', 'server')
              local run = ''
              if type(info) == 'string' then run = string.match(info, 'run_id:(%w+)') or '' end
              local known = redis.call('HMGET', meta, 'e', 'r')
              if known[1] and known[2] == run then return known[1] end
              redis.call('DEL', meta, log)
              redis.call('HSET', meta, 'e', new_epoch, 'r', run)
              return new_epoch
            end
            """;

    /**
     * Defines {@code um_hub_publish(meta, log, topic, channel, body, new_epoch, size, age, position_age, version)}, for a script
     * that does more in the same atomic step; it takes its texts from {@link #publishArguments}. Returns {@code {published,
     * epoch, offset}}: published is 1, or 0 where the version is not newer than the channel's.
     */
    public static final String PUBLISH_FUNCTION = EPOCH_FUNCTION + """
            local function um_hub_publish(meta, log, topic, channel, body, new_epoch, size, age, position_age, version)
              local epoch = um_hub_epoch(meta, log, new_epoch)
              if version ~= '0' then
                local known = redis.call('HGET', meta, 'v')
                if known and tonumber(known) >= tonumber(version) then
                  return {0, epoch, tonumber(redis.call('HGET', meta, 'o') or '0')}
                end
                redis.call('HSET', meta, 'v', version)
              end
              local offset = redis.call('HINCRBY', meta, 'o', 1)
              local place = string.format('%.0f', offset)
              redis.call('PEXPIRE', meta, position_age)
              redis.call('XADD', log, 'MAXLEN', size, place .. '-0', 'p', body)
              redis.call('PEXPIRE', log, age)
              redis.call('PUBLISH', topic, 'P ' .. epoch .. ' ' .. place .. ' ' .. channel .. '\\n' .. body)
              return {1, epoch, offset}
            end
            """;

    /**
     * Publishes. Keys: {@link HubKeys#publishKeys}. Arguments: {@link #publishArguments}. Answers {@code {published, epoch,
     * offset}} as {@link #PUBLISH_FUNCTION} says.
     */
    public static final String PUBLISH = PUBLISH_FUNCTION
            + "return um_hub_publish(KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8])\n";

    private HubScripts() {}

    /**
     * The eight arguments of a publication, all text: topic, channel, body, epoch if one begins, size and ages of the history,
     * version.
     *
     * @param version makes a publication idempotent: one whose version is not above the channel's latest is left out; 1 to
     *     2^53, or {@link #UNVERSIONED}
     */
    public static List<String> publishArguments(
            HubKeys keys, HubChannel channel, HubPublication publication, HubRetention retention, long version) {
        return List.of(
                keys.topic(channel),
                channel.id(),
                publication.json(),
                newEpoch(),
                Integer.toString(retention.size()),
                Long.toString(retention.age().toMillis()),
                Long.toString(retention.position(channel).toMillis()),
                Long.toString(version));
    }

    /** A text that no other epoch has. */
    public static String newEpoch() {
        return Long.toString(UUID.randomUUID().getMostSignificantBits() & Long.MAX_VALUE, Character.MAX_RADIX);
    }
}
