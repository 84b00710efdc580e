package io.universalmiddleware.hub.channel;

import io.universalmiddleware.hub.protocol.Position;
import io.universalmiddleware.hub.protocol.Publication;
import java.util.List;

/**
 * A slice is a part of a channel's history, read in one step with the channel's position.
 *
 * @param top the position at that moment
 */
public record Slice(Position top, List<Publication> publications) {

    /** Whether the publications are all those after an offset up to the top, none missing. */
    boolean completeSince(long offset) {
        return top.offset() - offset == publications.size()
                && (publications.isEmpty() || publications.get(0).offset() == offset + 1);
    }

    /** Characters of all data. */
    long length() {
        return publications.stream().mapToLong(p -> p.data().length()).sum();
    }
}
