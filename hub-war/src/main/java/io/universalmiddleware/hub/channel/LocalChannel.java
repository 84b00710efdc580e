package io.universalmiddleware.hub.channel;

import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.contracts.hub.HubMessage;
import io.universalmiddleware.hub.protocol.ClientInfo;
import io.universalmiddleware.hub.protocol.MalformedFrameException;
import io.universalmiddleware.hub.protocol.Position;
import io.universalmiddleware.hub.protocol.Publication;
import io.universalmiddleware.hub.protocol.Push;
import io.universalmiddleware.hub.protocol.StoredPublications;
import io.universalmiddleware.hub.strand.Strand;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A local channel brings one channel's publications to its subscribers on this node.
 *
 * <p>It knows the offset up to which its subscribers have everything. A message from Redis with the next offset is passed on; one
 * from before is a duplicate; one from beyond shows a gap, and waits until history has filled it. A gap that cannot be filled, or
 * another epoch, ends all subscriptions with {@link Subscriber#lost}: the subscribers come back with their positions and get
 * what is there or are told that something is missing. Since the message that would show a gap may itself be lost, the
 * position is compared with Redis every now and then, and whenever listening was interrupted.
 *
 * <p>While Redis does not answer, nobody knows whether something is missed. Subscribers wait for so long as they may; then they are
 * told as if it were. All of it runs on one {@link Strand}.
 */
final class LocalChannel {
    private static final Logger LOG = LoggerFactory.getLogger(LocalChannel.class);
    private static final long LEAST_CHECK_MILLIS = 5_000;
    private static final long MOST_CHECK_MILLIS = 15_000;

    private enum State {
        STARTING,
        LIVE,
        CATCHING_UP,
        CLOSED
    }

    private final HubChannel channel;
    private final Surroundings around;
    private final Strand strand = new Strand();
    private final Members members = new Members();
    private final Placing placing;
    private final Recurrence check = new Recurrence(LEAST_CHECK_MILLIS, MOST_CHECK_MILLIS);
    private final Recurrence presence;
    private final Deque<HubMessage> held = new ArrayDeque<>();
    private State state = State.STARTING;
    private String epoch = "";
    private long offset;
    private boolean missed;
    private boolean retry;
    private long failingSince;

    /** @param presenceMillis from one refresh of presence to the next */
    LocalChannel(HubChannel channel, Surroundings around, long presenceMillis) {
        this.channel = channel;
        this.around = around;
        this.placing = new Placing(this, around);
        this.presence = new Recurrence(presenceMillis, presenceMillis);
    }

    HubChannel channel() {
        return channel;
    }

    /** Up to where its subscribers have everything. */
    Position position() {
        return new Position(epoch, offset);
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Runs a task in turn with all else that happens to this channel. */
    void run(Runnable task) {
        strand.run(task);
    }

    /** Begins to listen. Once; who subscribed before is told if it fails. */
    void start() {
        CompletableFuture.completedFuture(channel)
                .thenCompose(around.topics()::acquire)
                .thenCompose(listening -> around.store().position(channel))
                .whenComplete((slice, fault) -> strand.run(() -> started(slice, fault)));
    }

    void subscribe(Subscriber subscriber, @Nullable Position since) {
        strand.run(() -> {
            if (state == State.CLOSED) {
                around.channels().subscribe(channel, subscriber, since);
            } else {
                Member member = new Member(subscriber, since);
                members.add(member);
                if (state == State.LIVE) {
                    placing.place(member);
                }
            }
        });
    }

    void unsubscribe(Subscriber subscriber) {
        strand.run(() -> {
            @Nullable Member member = members.get(subscriber);
            if (member != null) {
                remove(member);
            }
        });
    }

    void receive(HubMessage message) {
        strand.run(() -> {
            switch (message.kind()) {
                case PUBLICATION -> published(message);
                case JOIN -> tell(message, true);
                case LEAVE -> tell(message, false);
            }
        });
    }

    /** @param now milliseconds; comparisons with Redis are due every 5 to 15 s */
    void tick(long now) {
        strand.run(() -> {
            if (state == State.CATCHING_UP && retry) {
                catchUp();
            } else if (state == State.LIVE && check.isDue(now)) {
                catchUp();
            }
        });
    }

    /** Compares the position with Redis now. */
    void check() {
        strand.run(() -> {
            if (state == State.LIVE) {
                catchUp();
            }
        });
    }

    /** Whether it is time to refresh presence. */
    boolean isPresenceDue(long now) {
        return presence.isDue(now);
    }

    /** Gives the subscribers that are there to the caller, on this channel's strand. */
    void visit(Consumer<List<Subscriber>> visitor) {
        strand.run(() -> visitor.accept(members.live()));
    }

    private void started(@Nullable Slice slice, @Nullable Throwable fault) {
        if (slice == null) {
            LOG.warn("Channel {} cannot be opened", channel.id(), fault);
            end();
            return;
        }
        epoch = slice.top().epoch();
        offset = slice.top().offset();
        goOn();
    }

    private void published(HubMessage message) {
        if (state == State.LIVE) {
            accept(message);
        } else if (state != State.CLOSED) {
            if (held.size() < around.store().capacity()) {
                held.add(message);
            } else {
                missed = true;
            }
        }
    }

    private void accept(HubMessage message) {
        if (!message.epoch().equals(epoch)) {
            lose("epoch changed");
        } else if (message.offset() == offset + 1) {
            pass(ChannelStore.publication(channel, message.offset(), message.body()));
        } else if (message.offset() > offset) {
            held.addFirst(message);
            catchUp();
        }
    }

    private void catchUp() {
        state = State.CATCHING_UP;
        retry = false;
        around.store().after(channel, offset).whenComplete((slice, fault) -> strand.run(() -> caughtUp(slice, fault)));
    }

    private void caughtUp(@Nullable Slice slice, @Nullable Throwable fault) {
        if (state != State.CATCHING_UP) {
            return;
        }
        if (slice == null) {
            retryLater(fault);
        } else if (!slice.top().epoch().equals(epoch)) {
            lose("epoch changed");
        } else if (slice.top().offset() >= offset && slice.completeSince(offset)) {
            if (!slice.publications().isEmpty()) {
                around.metrics().gapFilled();
            }
            slice.publications().forEach(this::pass);
            goOn();
        } else {
            lose("gap beyond history");
        }
    }

    /** Nothing is missed by waiting for a while; whoever wants to come in meanwhile is asked to try again. */
    private void retryLater(@Nullable Throwable fault) {
        long now = around.clock().millis();
        if (failingSince == 0) {
            LOG.warn("Channel {} cannot be compared with Redis; trying again", channel.id(), fault);
            failingSince = now;
        } else if (now - failingSince > around.mostStale().toMillis()) {
            lose("no word from Redis");
            return;
        }
        retry = true;
        members.dismiss(members.waiting());
        closeIfEmpty();
    }

    /** Carries on with what waited. */
    private void goOn() {
        state = State.LIVE;
        failingSince = 0;
        while (state == State.LIVE && !held.isEmpty()) {
            accept(held.remove());
        }
        if (state == State.LIVE && missed) {
            missed = false;
            catchUp();
        }
        if (state == State.LIVE) {
            members.waiting().forEach(placing::place);
            closeIfEmpty();
        }
    }

    private void pass(Publication publication) {
        long start = System.nanoTime();
        try (PushSpan span = PushSpan.start(around.spans(), channel, publication)) {
            offset = publication.offset();
            members.take(publication, new Outgoing(new Push.Published(channel.name(), epoch, publication)));
        }
        around.metrics()
                .fannedOut(
                        Duration.ofNanos(System.nanoTime() - start),
                        Duration.ofMillis(around.clock().millis() - publication.time()));
    }

    private void tell(HubMessage message, boolean joined) {
        try {
            ClientInfo client = StoredPublications.client(message.body());
            Outgoing push = new Outgoing(
                    joined ? new Push.Joined(channel.name(), client) : new Push.Left(channel.name(), client));
            members.tell(push);
        } catch (MalformedFrameException foreign) {
            LOG.warn("Channel {} was told of something that is no client", channel.id());
        }
    }

    /** Does without a member from now on. */
    void remove(Member member) {
        members.remove(member);
        closeIfEmpty();
    }

    private void closeIfEmpty() {
        if (members.isEmpty() && state != State.CLOSED && state != State.STARTING) {
            end();
        }
    }

    /** Ends all subscriptions, because something may be missing. */
    void lose(String why) {
        LOG.info("Channel {} lost its position: {}", channel.id(), why);
        around.metrics().stateLost();
        end();
    }

    /** Closes; whoever is still here is told so. */
    private void end() {
        state = State.CLOSED;
        around.channels().closed(channel, this);
        around.topics().release(channel);
        held.clear();
        members.dismiss(members.all());
    }
}
