/** The outbox: messages that leave if and only if the transaction that wrote them commits. */
@NullMarked
package io.universalmiddleware.persistence.outbox;

import org.jspecify.annotations.NullMarked;
