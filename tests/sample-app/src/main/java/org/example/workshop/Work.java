package org.example.workshop;

import io.universalmiddleware.contracts.spi.CommandType;

/**
 * Has a piece made on a machine.
 *
 * @param step what the piece is
 * @param how {@code well}; {@code broken} fails as long as the machine of that name is not mended; {@code never} fails for good;
 *     {@code unseen} is made, but the view cannot take it until the machine is mended
 */
@CommandType(name = "workshop.Work", aggregate = "workshop.Piece", schema = "/workshop/Work.v1.json")
public record Work(String step, String how, String machine) {}
