package io.universalmiddleware.contracts.hub;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Hub keys name what the hub keeps in Redis. The keys of one channel share a hash tag, so they live in one cluster slot.
 *
 * @param prefix what all keys begin with, for instance {@code um:}
 */
public record HubKeys(String prefix) {
    public static final Setting<String> PREFIX = Setting.text(
            "um.redis.key-prefix", "um:", "What every key and topic of this deployment in Redis begins with.");

    /** Channels are spread over so many pub/sub topics; a node listens to those of which it has subscribers. */
    public static final int TOPICS = 64;

    /** The configured keys. */
    public static HubKeys from(Settings settings) {
        return new HubKeys(settings.get(PREFIX));
    }

    /** Hash of a channel: epoch {@code e}, Redis process {@code r}, offset {@code o}, version of the publisher {@code v}. */
    public String meta(HubChannel channel) {
        return key(channel, "meta");
    }

    /** Stream of a channel's latest publications: id {@code {offset}-0}, field {@code p} with the publication's JSON. */
    public String log(HubChannel channel) {
        return key(channel, "log");
    }

    /** Key of something else that belongs to a channel. */
    public String key(HubChannel channel, String kind) {
        return prefix + "hub:{" + channel.id() + "}:" + kind;
    }

    /** The pub/sub topic that carries a channel. */
    public String topic(HubChannel channel) {
        return topic(shard(channel));
    }

    /** @param shard 0 to {@link #TOPICS} - 1 */
    public String topic(int shard) {
        return prefix + "hub:live:" + shard;
    }

    /** The number of the topic that carries a channel: CRC-32 of its id. */
    public static int shard(HubChannel channel) {
        CRC32 crc = new CRC32();
        crc.update(channel.id().getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % TOPICS);
    }

    /** The keys that {@link HubScripts#PUBLISH} takes, in its order. */
    public List<Object> publishKeys(HubChannel channel) {
        return List.of(meta(channel), log(channel));
    }
}
