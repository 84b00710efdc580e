/** What every HTTP request gets: ids, a log context, and problems for its faults. */
@NullMarked
package io.universalmiddleware.runtime.rest;

import org.jspecify.annotations.NullMarked;
