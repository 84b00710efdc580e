/**
 * Notes who is to be told of an event, as it comes from topic {@code events}.
 *
 * <p>Each event is noted once for each endpoint that wants it, however often it comes: the two are a unique key. A batch is
 * acknowledged when it is noted; so nothing is lost.
 */
@NullMarked
package io.universalmiddleware.gateway.webhook.intake;

import org.jspecify.annotations.NullMarked;
