@NullMarked
package io.universalmiddleware.cache.node;

import org.jspecify.annotations.NullMarked;
