/** Channels on this node and what Redis knows of them: position, history, presence, fan-out. */
@NullMarked
package io.universalmiddleware.hub.channel;

import org.jspecify.annotations.NullMarked;
