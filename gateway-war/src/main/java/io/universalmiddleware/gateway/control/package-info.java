/**
 * The control plane: what is configured, how it changes, and how each edge comes to serve it.
 *
 * <p>Every change is a revision in PostgreSQL, numbered without gaps. Each edge follows the revisions, reads what they changed,
 * and serves all of a revision or nothing of it; what it serves is kept on its disk, so that it starts without PostgreSQL.
 */
@NullMarked
package io.universalmiddleware.gateway.control;

import org.jspecify.annotations.NullMarked;
