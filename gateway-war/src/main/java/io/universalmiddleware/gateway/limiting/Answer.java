package io.universalmiddleware.gateway.limiting;

/**
 * What is answered to a check.
 *
 * @param lent how many more have been counted in advance
 * @param at when, in Redis's milliseconds; means nothing if none is lent
 */
record Answer(Decision decision, int lent, long at) {}
