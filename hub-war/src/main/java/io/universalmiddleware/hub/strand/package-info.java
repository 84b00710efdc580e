/** Running things one after another without a thread of their own. */
@NullMarked
package io.universalmiddleware.hub.strand;

import org.jspecify.annotations.NullMarked;
