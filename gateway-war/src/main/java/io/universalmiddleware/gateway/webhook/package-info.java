/**
 * Webhooks: which events an endpoint wants, how they are signed, and when they are sent again.
 *
 * <p>The room {@code intake} notes who is to be told of an event, {@code sending} tells them.
 */
@NullMarked
package io.universalmiddleware.gateway.webhook;

import org.jspecify.annotations.NullMarked;
