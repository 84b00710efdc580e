package io.universalmiddleware.processor.ledger;

import io.universalmiddleware.contracts.spi.CommandType;

@CommandType(name = "test.Deposit", aggregate = "test.Account", schema = "/none.json")
public record Deposit(int amount) {}
