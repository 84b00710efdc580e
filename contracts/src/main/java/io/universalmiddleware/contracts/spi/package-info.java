/** What an application implements to run on the platform: commands, handlers, events, projections. */
@NullMarked
package io.universalmiddleware.contracts.spi;

import org.jspecify.annotations.NullMarked;
