package io.universalmiddleware.hub.connection;

/**
 * How many connections a node takes, and how fast.
 *
 * @param connections open at once
 * @param strangers open at once that have not said yet who they are
 * @param perSecond new ones on average
 * @param burst new ones at once
 * @param perSecondOfAddress new ones of one client address on average
 * @param burstOfAddress new ones of one client address at once
 */
public record AdmissionLimits(
        int connections, int strangers, int perSecond, int burst, int perSecondOfAddress, int burstOfAddress) {}
