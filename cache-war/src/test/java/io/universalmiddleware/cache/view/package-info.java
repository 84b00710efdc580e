@NullMarked
package io.universalmiddleware.cache.view;

import org.jspecify.annotations.NullMarked;
