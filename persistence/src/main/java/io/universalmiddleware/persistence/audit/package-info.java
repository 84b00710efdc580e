/**
 * The audit: who did what to what, when and why.
 *
 * <p>What holds:
 * <ul>
 *   <li>An act's row commits with the act, or neither does: {@link io.universalmiddleware.persistence.audit.AuditRepository#append}
 *       runs in the transaction of the act, takes no lock that another act waits for, and knows nothing of the chain.
 *   <li>A sealer gives each row that has committed a link of one chain, in the order in which it sees them commit. A link's hash
 *       covers the row's digest and the link before; so a row that was changed, removed or put behind the sealer's back is found,
 *       unless every later link was made anew as well: against that the chain's head is kept elsewhere (the log).
 *   <li>The database refuses to change or remove rows and links. Months are let go of as a whole; their links stay.
 * </ul>
 */
@NullMarked
package io.universalmiddleware.persistence.audit;

import org.jspecify.annotations.NullMarked;
