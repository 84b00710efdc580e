package io.universalmiddleware.contracts.settings;

/** A role is a part of the platform that a process may play. */
public enum Role {
    GATEWAY,
    COMMAND,
    PROCESSOR,
    CACHE,
    HUB
}
