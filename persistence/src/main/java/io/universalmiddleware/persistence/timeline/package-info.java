/** What happened on behalf of a command. */
@NullMarked
package io.universalmiddleware.persistence.timeline;

import org.jspecify.annotations.NullMarked;
