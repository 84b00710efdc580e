/** The audit's sealer, its log of denials, and how it is read and verified over REST. */
@NullMarked
package io.universalmiddleware.gateway.audit;

import org.jspecify.annotations.NullMarked;
