/** Identity as it runs with a node: what follows the stores, and what is injected. */
@NullMarked
package io.universalmiddleware.gateway.identity.boot;

import org.jspecify.annotations.NullMarked;
