package io.universalmiddleware.hub.channel;

import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.contracts.hub.HubKeys;
import io.universalmiddleware.contracts.hub.HubPublication;
import io.universalmiddleware.contracts.hub.HubRetention;
import io.universalmiddleware.contracts.hub.HubScripts;
import io.universalmiddleware.hub.protocol.MalformedFrameException;
import io.universalmiddleware.hub.protocol.Position;
import io.universalmiddleware.hub.protocol.Publication;
import io.universalmiddleware.hub.protocol.StoredPublications;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channel store keeps each channel's position and latest publications in Redis.
 *
 * <p>Nothing blocks; a stage fails when Redis does not answer in time, and then nobody knows whether it did its work.
 */
public final class ChannelStore {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelStore.class);
    private static final String READ = HubScripts.EPOCH_FUNCTION + """
            local epoch = um_hub_epoch(KEYS[1], KEYS[2], ARGV[1])
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            local answer = {epoch, redis.call('HGET', KEYS[1], 'o') or '0'}
            local limit = tonumber(ARGV[3])
            if limit > 0 then
              local entries
              if ARGV[6] == 'r' then
                entries = redis.call('XREVRANGE', KEYS[2], ARGV[5], ARGV[4], 'COUNT', limit)
              else
                entries = redis.call('XRANGE', KEYS[2], ARGV[4], ARGV[5], 'COUNT', limit)
              end
              for _, entry in ipairs(entries) do
                answer[#answer + 1] = entry[1]
                answer[#answer + 1] = entry[2][2]
              end
            end
            return answer
            """;

    private final Redis redis;
    private final HubKeys keys;
    private final HubRetention retention;

    public ChannelStore(Redis redis, HubKeys keys, HubRetention retention) {
        this.redis = redis;
        this.keys = keys;
        this.retention = retention;
    }

    /** Publishes to all nodes: the offset it got. */
    public CompletionStage<Position> publish(HubChannel channel, HubPublication publication) {
        List<String> arguments =
                HubScripts.publishArguments(keys, channel, publication, retention, HubScripts.UNVERSIONED);
        return redis.run(HubScripts.PUBLISH, keys.publishKeys(channel), arguments)
                .thenApply(answer ->
                        new Position(String.valueOf(answer.get(1)), Long.parseLong(String.valueOf(answer.get(2)))));
    }

    /** The channel's position. */
    CompletionStage<Slice> position(HubChannel channel) {
        return read(channel, 0, "-", "+", false);
    }

    /** All publications after an offset that history still has. */
    CompletionStage<Slice> after(HubChannel channel, long offset) {
        return read(channel, retention.size(), (offset + 1) + "-0", "+", false);
    }

    /**
     * A page of history.
     *
     * @param limit at most so many; what history keeps is the most anyone gets
     * @param from offset to begin at: the first, or going back the last; 0 for the end of history
     * @param reverse whether the newest comes first
     */
    public CompletionStage<Slice> page(HubChannel channel, int limit, long from, boolean reverse) {
        int bounded = Math.min(limit, retention.size());
        String low = !reverse && from > 0 ? from + "-0" : "-";
        String high = reverse && from > 0 ? from + "-0" : "+";
        return read(channel, bounded, low, high, reverse);
    }

    /** Publications that history keeps at most. */
    int capacity() {
        return retention.size();
    }

    private CompletionStage<Slice> read(HubChannel channel, int limit, String low, String high, boolean reverse) {
        List<String> arguments = List.of(
                HubScripts.newEpoch(),
                Long.toString(retention.position(channel).toMillis()),
                Integer.toString(limit),
                low,
                high,
                reverse ? "r" : "f");
        return redis.run(READ, keys.publishKeys(channel), arguments).thenApply(answer -> slice(channel, answer));
    }

    private static Slice slice(HubChannel channel, List<Object> answer) {
        List<Publication> publications = new ArrayList<>();
        for (int i = 2; i + 1 < answer.size(); i += 2) {
            String id = String.valueOf(answer.get(i));
            long offset = Long.parseLong(id.substring(0, id.indexOf('-')));
            publications.add(publication(channel, offset, String.valueOf(answer.get(i + 1))));
        }
        return new Slice(
                new Position(String.valueOf(answer.get(0)), Long.parseLong(String.valueOf(answer.get(1)))),
                publications);
    }

    /** A stored publication; one that cannot be read takes its place in the order as {@code null}. */
    static Publication publication(HubChannel channel, long offset, String stored) {
        try {
            return StoredPublications.publication(offset, stored);
        } catch (MalformedFrameException unreadable) {
            LOG.warn("Publication {} of channel {} is no JSON", offset, channel.id(), unreadable);
            return new Publication("null", offset, Map.of(), 0, null);
        }
    }
}
