/** The container image's definition and the Compose file, checked without an engine. */
@NullMarked
package io.universalmiddleware.container;

import org.jspecify.annotations.NullMarked;
