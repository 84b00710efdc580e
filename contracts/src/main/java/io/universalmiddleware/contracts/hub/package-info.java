/**
 * How a publication gets into a channel of the hub, for everyone who publishes: keys, script and message of Redis.
 *
 * <p>A channel has a position: an epoch, and an offset that grows by one with each publication. One script,
 * {@link io.universalmiddleware.contracts.hub.HubScripts#PUBLISH}, takes the next offset, appends to the channel's bounded
 * history and announces the publication to all nodes, atomically. An epoch ends when Redis forgets the channel (flush,
 * expiry) and when the Redis process is another one (restart, fail-over): offsets may then repeat, so nobody may compare them
 * with those of before.
 */
@NullMarked
package io.universalmiddleware.contracts.hub;

import org.jspecify.annotations.NullMarked;
