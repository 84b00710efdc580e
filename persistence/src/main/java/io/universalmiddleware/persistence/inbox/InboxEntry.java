package io.universalmiddleware.persistence.inbox;

import java.util.UUID;

/** An inbox entry says that a consumer has had a message. */
public record InboxEntry(String consumer, UUID message) {}
