@NullMarked
package io.universalmiddleware.cache.near;

import org.jspecify.annotations.NullMarked;
