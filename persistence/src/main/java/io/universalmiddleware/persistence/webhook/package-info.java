/**
 * Webhooks: messages, their deliveries with every attempt, how it goes with the endpoints, and what they are signed with.
 *
 * <p>The endpoints themselves are entries of the configuration.
 */
@NullMarked
package io.universalmiddleware.persistence.webhook;

import org.jspecify.annotations.NullMarked;
