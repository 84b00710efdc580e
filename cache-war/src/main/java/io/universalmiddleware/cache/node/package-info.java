/** The wiring of a process with the role cache: what is built, started, stopped and told to health. */
@NullMarked
package io.universalmiddleware.cache.node;

import org.jspecify.annotations.NullMarked;
