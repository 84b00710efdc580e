/** Who calls: bearer tokens as the container's authentication, and as MicroProfile JWT shows them. */
@NullMarked
package io.universalmiddleware.runtime.identity;

import org.jspecify.annotations.NullMarked;
