/** What lets a route's calls in, wired for the container: access and limits. */
@NullMarked
package io.universalmiddleware.gateway.gatekeeping;

import org.jspecify.annotations.NullMarked;
