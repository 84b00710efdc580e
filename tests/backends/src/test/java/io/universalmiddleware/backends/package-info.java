@NullMarked
package io.universalmiddleware.backends;

import org.jspecify.annotations.NullMarked;
