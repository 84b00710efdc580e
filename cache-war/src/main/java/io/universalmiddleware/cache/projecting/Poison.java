package io.universalmiddleware.cache.projecting;

/**
 * A poison is an event that a view cannot take.
 *
 * @param view the view's name
 */
record Poison(IncomingEvent event, String view) {}
