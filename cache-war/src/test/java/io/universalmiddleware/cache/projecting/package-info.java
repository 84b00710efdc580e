@NullMarked
package io.universalmiddleware.cache.projecting;

import org.jspecify.annotations.NullMarked;
