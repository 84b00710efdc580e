package io.universalmiddleware.command.intake;

import io.universalmiddleware.contracts.id.AggregateRef;

/**
 * A submission is a command that was read and found valid.
 *
 * @param payload JSON
 * @param fingerprint tells the request from others
 */
record Submission(String type, int version, AggregateRef aggregate, String payload, byte[] fingerprint) {}
