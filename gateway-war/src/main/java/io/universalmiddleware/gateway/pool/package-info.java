/** Pools of origins' targets: which of them a request goes to, and what is learnt from what became of it. */
@NullMarked
package io.universalmiddleware.gateway.pool;

import org.jspecify.annotations.NullMarked;
