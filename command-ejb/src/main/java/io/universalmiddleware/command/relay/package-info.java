/**
 * The relay carries committed outbox rows to Kafka.
 *
 * <p>What it guarantees: every row whose transaction committed reaches Kafka at least once, and of rows with one key each
 * arrives for the first time after those appended before it. It rests on these invariants:
 *
 * <ol>
 *   <li><b>Nothing outside happens before commit.</b> Only rows visible in a snapshot are read, so none that may still roll
 *       back.
 *   <li><b>A cursor is a snapshot, not a number.</b> Sequence numbers are drawn before transactions commit; {@code seq >
 *       last} would step over a row that commits late. New is what the cursor's snapshot did not see.
 *   <li><b>Order is by sequence number within what is new.</b> Whoever appends for an aggregate keeps its other appenders
 *       away until it commits, so of two rows of one aggregate the earlier has the lower number and is visible no later.
 *   <li><b>The cursor moves only after Kafka acknowledged</b> ({@code acks=all}). A crash in between publishes at most what
 *       was acknowledged since the last move, a page or {@link io.universalmiddleware.command.relay.LeasedShards#LAG}, again.
 *   <li><b>A failed send stops its key.</b> One request is in flight, and the first failure closes the producer before it
 *       can send more; then everything unacknowledged is sent again in order.
 *   <li><b>A shard of 16 lanes has one owner.</b> A lease gives it; each change of hands raises its epoch, and a cursor moves
 *       only under the epoch it was leased with. An owner that slept notices by its own clock that its lease ended and
 *       stops; what it had already handed to Kafka is a repetition, since its successor began at or before it.
 *   <li><b>Rows are never updated or deleted.</b> A partition is dropped when every cursor's snapshot has passed all of it.
 * </ol>
 *
 * <p>Consumers therefore see repetitions and must know a message by its {@code ce_id}. Repetitions may come after later
 * messages of their key. A restore of the database into another cluster begins transaction ids anew: cursors must then be
 * set to the present snapshot.
 */
@NullMarked
package io.universalmiddleware.command.relay;

import org.jspecify.annotations.NullMarked;
