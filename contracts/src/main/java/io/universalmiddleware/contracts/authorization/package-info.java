/** What a module says of its resources to whoever guards them. */
@NullMarked
package io.universalmiddleware.contracts.authorization;

import org.jspecify.annotations.NullMarked;
