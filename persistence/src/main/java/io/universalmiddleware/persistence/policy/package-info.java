/** The versions of the policy, which is active, and the questions that it was asked. */
@NullMarked
package io.universalmiddleware.persistence.policy;

import org.jspecify.annotations.NullMarked;
