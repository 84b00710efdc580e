package io.universalmiddleware.processor.ledger;

import io.universalmiddleware.contracts.spi.EventType;

/** @param balance after it */
@EventType(name = "test.Deposited")
public record Deposited(int amount, int balance) {}
