/** How commands are carried out: the settings, and the parts put together. */
@NullMarked
package io.universalmiddleware.processor;

import org.jspecify.annotations.NullMarked;
