/**
 * Versions of the policy: drafts, what they are tested by and tried on, which one is active, and how every process comes to decide by it.
 *
 * <p>A version is a draft until it is active for the first time; from then on it stays as it is. Version 0 is the policy that comes with the
 * platform. The last activation holds, so that rolling back is activating an older version.
 */
@NullMarked
package io.universalmiddleware.gateway.policy;

import org.jspecify.annotations.NullMarked;
