/** A DNS server for tests. */
@NullMarked
package io.universalmiddleware.backends.dns;

import org.jspecify.annotations.NullMarked;
