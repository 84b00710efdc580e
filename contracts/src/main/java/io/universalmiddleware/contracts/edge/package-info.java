/** How a module answers requests on the edge's own listener, where it is in the same process. */
@NullMarked
package io.universalmiddleware.contracts.edge;

import org.jspecify.annotations.NullMarked;
