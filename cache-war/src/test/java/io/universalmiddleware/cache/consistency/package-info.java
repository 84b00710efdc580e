@NullMarked
package io.universalmiddleware.cache.consistency;

import org.jspecify.annotations.NullMarked;
