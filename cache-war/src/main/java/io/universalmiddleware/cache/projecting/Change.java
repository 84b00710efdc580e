package io.universalmiddleware.cache.projecting;

import io.universalmiddleware.persistence.view.ViewRow;

/**
 * A change is a committed version of a row.
 *
 * @param cause the event that made it, or that came again
 * @param again whether it may have been pushed before
 */
record Change(ViewRow row, IncomingEvent cause, boolean again) {}
