/** What the parts of a process tell each other about its beginning and end. */
@NullMarked
package io.universalmiddleware.contracts.lifecycle;

import org.jspecify.annotations.NullMarked;
