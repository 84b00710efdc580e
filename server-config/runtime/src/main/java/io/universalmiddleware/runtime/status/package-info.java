/** What this process is and how it is, on one page. */
@NullMarked
package io.universalmiddleware.runtime.status;

import org.jspecify.annotations.NullMarked;
