/** Work on the stores that goes on beside the requests, on threads of its own. */
@NullMarked
package io.universalmiddleware.gateway.rounds;

import org.jspecify.annotations.NullMarked;
