package io.universalmiddleware.gateway.control;

/** Fired in the transaction that makes a revision: the configuration has changed, if it commits. */
record ConfigurationChanged(long revision) {}
