/**
 * Dead letters, and the keys that wait behind them.
 *
 * <p>What holds:
 *
 * <ul>
 *   <li>A key of a consumer is parked as long as its row stands in {@code parked_key}. Whoever would take a message of the key
 *       looks for the row in the transaction of the message's effect and locks it in share mode; whoever un-parks the key locks it
 *       exclusively and finds the queue empty under that lock. So a message is either put into the queue before the key is
 *       un-parked, or taken after everything in the queue was.
 *   <li>A message that waits is in {@code parked_message} and not in the inbox; the transaction that gives it its effect removes it
 *       there and adds it here. So its effect happens once, whoever crashes in between, and however often it is delivered.
 *   <li>A key has one open letter at most, its head. A letter's message has its effect in the transaction that resolves the letter.
 *   <li>One node at a time works on a key: it holds an advisory lock for each message's transaction, which a crash lets go.
 * </ul>
 */
@NullMarked
package io.universalmiddleware.persistence.deadletter;

import org.jspecify.annotations.NullMarked;
