package io.universalmiddleware.processor.handling;

import io.universalmiddleware.persistence.command.CommandRepository;
import io.universalmiddleware.persistence.command.SettlementRepository;
import io.universalmiddleware.persistence.deadletter.Parking;
import io.universalmiddleware.persistence.event.EventRepository;
import io.universalmiddleware.persistence.inbox.InboxRepository;

/** What a transaction writes to. */
public record Stores(
        InboxRepository inbox,
        EventRepository events,
        CommandRepository commands,
        SettlementRepository settlements,
        Parking parking) {}
