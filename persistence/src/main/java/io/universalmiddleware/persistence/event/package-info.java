/** The event store: one append-only stream an aggregate. */
@NullMarked
package io.universalmiddleware.persistence.event;

import org.jspecify.annotations.NullMarked;
