/** What becomes of one command: its handler, its transaction, its faults. */
@NullMarked
package io.universalmiddleware.processor.handling;

import org.jspecify.annotations.NullMarked;
