/** Which version of an API a request means, and what its callers are told of its end. */
@NullMarked
package io.universalmiddleware.gateway.versioning;

import org.jspecify.annotations.NullMarked;
