@NullMarked
package io.universalmiddleware.cache.reading;

import org.jspecify.annotations.NullMarked;
