package io.universalmiddleware.persistence.outbox;

/**
 * A lane is one of the {@value #COUNT} sequences into which the outbox is divided by aggregate; a shard is {@value
 * #LANES_PER_SHARD} lanes that are leased together.
 */
public final class Lane {
    public static final int COUNT = 128;
    public static final int LANES_PER_SHARD = 16;
    public static final int SHARDS = COUNT / LANES_PER_SHARD;

    private Lane() {}

    /** The lane of a record key: the same on every node and in every version. */
    public static short of(String recordKey) {
        int h = recordKey.hashCode() * 0x9E3779B1;
        return (short) (h >>> 25);
    }
}
