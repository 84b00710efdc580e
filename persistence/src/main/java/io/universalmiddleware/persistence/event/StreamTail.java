package io.universalmiddleware.persistence.event;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The end of a stream.
 *
 * @param last the event at the sequence that was asked about; null if there is none
 * @param after the events that follow it, in order
 */
public record StreamTail(@Nullable UUID last, List<StoredEvent> after) {}
