/** Starting and stopping the hub in its process. */
@NullMarked
package io.universalmiddleware.hub.boot;

import org.jspecify.annotations.NullMarked;
