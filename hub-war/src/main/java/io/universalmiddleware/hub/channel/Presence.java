package io.universalmiddleware.hub.channel;

import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.contracts.hub.HubKeys;
import io.universalmiddleware.hub.protocol.ClientInfo;
import io.universalmiddleware.hub.protocol.MalformedFrameException;
import io.universalmiddleware.hub.protocol.StoredPublications;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Presence says which clients are subscribed to a channel, on any node.
 *
 * <p>Each entry lives for a while by Redis' clock and is refreshed by the node that holds the connection, so the clients of a node
 * that died disappear. Joining and leaving are announced once each, also the leaving that nobody announced in person.
 */
public final class Presence {
    private static final String FUNCTIONS = """
            local function now()
              local t = redis.call('TIME')
              return t[1] * 1000 + math.floor(t[2] / 1000)
            end
            local function tell(kind, topic, channel, info)
              redis.call('PUBLISH', topic, kind .. ' - 0 ' .. channel .. '\\n' .. info)
            end
            local function remove(client, topic, channel)
              local info = redis.call('HGET', KEYS[1], client)
              redis.call('HDEL', KEYS[1], client)
              redis.call('ZREM', KEYS[2], client)
              if info then tell('L', topic, channel, info) end
            end
            local function purge(topic, channel)
              for _, client in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now())) do
                remove(client, topic, channel)
              end
            end
            local function keep(ttl)
              redis.call('PEXPIRE', KEYS[1], ttl * 2)
              redis.call('PEXPIRE', KEYS[2], ttl * 2)
            end
            """;
    private static final String ADD = FUNCTIONS + """
            local ttl = tonumber(ARGV[3])
            local new = redis.call('HSET', KEYS[1], ARGV[4], ARGV[5])
            redis.call('ZADD', KEYS[2], now() + ttl, ARGV[4])
            keep(ttl)
            if new == 1 then tell('J', ARGV[1], ARGV[2], ARGV[5]) end
            return {}
            """;
    private static final String REMOVE = FUNCTIONS + "remove(ARGV[4], ARGV[1], ARGV[2]) return {}\n";
    private static final String REFRESH = FUNCTIONS + """
            local ttl = tonumber(ARGV[3])
            local missing = {}
            for i = 4, #ARGV do
              if redis.call('ZSCORE', KEYS[2], ARGV[i]) then
                redis.call('ZADD', KEYS[2], now() + ttl, ARGV[i])
              else
                missing[#missing + 1] = ARGV[i]
              end
            end
            keep(ttl)
            purge(ARGV[1], ARGV[2])
            return missing
            """;
    private static final String READ = FUNCTIONS + """
            purge(ARGV[1], ARGV[2])
            if redis.call('HLEN', KEYS[1]) > tonumber(ARGV[4]) then return {'-'} end
            return redis.call('HVALS', KEYS[1])
            """;

    private final Redis redis;
    private final HubKeys keys;
    private final Duration life;
    private final int most;

    /**
     * @param life how long an entry lives without being refreshed
     * @param most clients that are told of one channel
     */
    public Presence(Redis redis, HubKeys keys, Duration life, int most) {
        this.redis = redis;
        this.keys = keys;
        this.life = life;
        this.most = most;
    }

    /** Notes a client, and announces it if it is new. */
    public CompletionStage<List<Object>> add(HubChannel channel, ClientInfo client) {
        return run(ADD, channel, List.of(client.client(), StoredPublications.store(client)));
    }

    /** Forgets a client, and announces that if it was there. */
    public CompletionStage<List<Object>> remove(HubChannel channel, ClientInfo client) {
        return run(REMOVE, channel, List.of(client.client()));
    }

    /** Keeps clients alive: the ids of those that Redis does not know, which are to be added again if they are still here. */
    CompletionStage<List<Object>> refresh(HubChannel channel, List<String> clients) {
        return run(REFRESH, channel, clients);
    }

    /** How often {@link #refresh} must come. */
    Duration refreshInterval() {
        return life.dividedBy(3);
    }

    /** Who is there, by connection; empty if there are more than anyone is told of. */
    public CompletionStage<Optional<Map<String, ClientInfo>>> read(HubChannel channel) {
        return run(READ, channel, List.of(Integer.toString(most))).thenApply(Presence::clients);
    }

    private CompletionStage<List<Object>> run(String script, HubChannel channel, List<String> more) {
        List<String> arguments = new ArrayList<>(more.size() + 3);
        arguments.add(keys.topic(channel));
        arguments.add(channel.id());
        arguments.add(Long.toString(life.toMillis()));
        arguments.addAll(more);
        return redis.run(script, List.of(keys.key(channel, "present"), keys.key(channel, "present-until")), arguments);
    }

    private static Optional<Map<String, ClientInfo>> clients(List<Object> answer) {
        Map<String, ClientInfo> clients = new LinkedHashMap<>();
        for (Object stored : answer) {
            if ("-".equals(stored)) {
                return Optional.empty();
            }
            try {
                ClientInfo client = StoredPublications.client(String.valueOf(stored));
                clients.put(client.client(), client);
            } catch (MalformedFrameException foreign) {
                throw new IllegalStateException("presence holds something that is no client", foreign);
            }
        }
        return Optional.of(clients);
    }
}
