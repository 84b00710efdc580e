/** What operators see of dead letters, and what they decide about them. */
@NullMarked
package io.universalmiddleware.processor.deadletters;

import org.jspecify.annotations.NullMarked;
