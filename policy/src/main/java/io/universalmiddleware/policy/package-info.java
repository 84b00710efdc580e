/** Who may do what: the question, the engines that answer it, and the one place where it is asked. */
@NullMarked
package io.universalmiddleware.policy;

import org.jspecify.annotations.NullMarked;
