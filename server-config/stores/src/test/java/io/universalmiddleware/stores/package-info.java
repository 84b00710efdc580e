@NullMarked
package io.universalmiddleware.stores;

import org.jspecify.annotations.NullMarked;
