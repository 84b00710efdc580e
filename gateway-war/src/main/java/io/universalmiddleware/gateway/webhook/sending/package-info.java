/**
 * Sends webhooks.
 *
 * <p>At least once, in no promised order. A delivery is taken from PostgreSQL by one node, sent, and settled; a node that dies in between is
 * as if it had never sent it, and whoever takes it next sends the same id again. A node that took too long has no say any more.
 */
@NullMarked
package io.universalmiddleware.gateway.webhook.sending;

import org.jspecify.annotations.NullMarked;
