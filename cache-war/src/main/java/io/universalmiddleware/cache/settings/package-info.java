/** What an operator may tune about views and caches. */
@NullMarked
package io.universalmiddleware.cache.settings;

import org.jspecify.annotations.NullMarked;
