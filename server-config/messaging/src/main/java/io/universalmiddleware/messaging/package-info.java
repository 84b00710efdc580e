/** SmallRye Reactive Messaging as Payara needs it. */
@NullMarked
package io.universalmiddleware.messaging;

import org.jspecify.annotations.NullMarked;
