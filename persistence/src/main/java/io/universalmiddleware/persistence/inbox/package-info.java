/** The inbox: which messages a consumer has had its effect of. */
@NullMarked
package io.universalmiddleware.persistence.inbox;

import org.jspecify.annotations.NullMarked;
