@NullMarked
package io.universalmiddleware.cache.pushing;

import org.jspecify.annotations.NullMarked;
