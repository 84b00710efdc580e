package io.universalmiddleware.hub.connection;

import io.universalmiddleware.hub.protocol.Codec;
import io.universalmiddleware.hub.protocol.Command;
import io.universalmiddleware.hub.protocol.Disconnect;
import io.universalmiddleware.hub.protocol.Encoded;
import io.universalmiddleware.hub.protocol.ErrorCode;
import io.universalmiddleware.hub.protocol.MalformedFrameException;
import io.universalmiddleware.hub.protocol.Push;
import io.universalmiddleware.hub.protocol.Request;
import io.universalmiddleware.hub.protocol.Result;
import io.universalmiddleware.hub.strand.Strand;
import io.universalmiddleware.token.Identity;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection is one client's session, from the opening of its transport to the closing.
 *
 * <p>Its commands are carried out one after another, in their order, on a {@link Strand}; the first must be {@code connect}.
 */
public final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final Hub hub;
    private final Transport transport;
    private final Codec codec;
    private final String id = UUID.randomUUID().toString();
    private final Strand strand = new Strand();
    private final OutboundQueue queue;
    private final Inbox inbox;
    private final MessageRate rate;
    private final Heartbeat heartbeat;
    private final Subscriptions subscriptions = new Subscriptions(this);
    private final long opened;
    private final SessionCommands commands;
    private final Session session;
    private boolean oneWay;
    private boolean busy;
    private boolean closed;

    Connection(Hub hub, Transport transport, Codec codec) {
        this.hub = hub;
        this.transport = transport;
        this.codec = codec;
        HubLimits limits = hub.limits();
        opened = hub.clock().millis();
        queue = new OutboundQueue(
                transport,
                limits.queueBytes(),
                hub.metrics(),
                () -> close(Disconnect.CONNECTION_CLOSED),
                () -> run(this::next));
        inbox = new Inbox(limits.queueBytes());
        rate = new MessageRate(limits.commandsPerSecond(), limits.commandBurst(), opened);
        heartbeat = new Heartbeat(limits.pingEvery(), limits.pongWithin());
        Permit permit = new Permit(hub.permissions(), this::run, this::isClosed);
        session = new Session(this, permit, id);
        PermittedCommands permitted = new PermittedCommands(permit, new ChannelCommands(hub), subscriptions);
        commands = new SessionCommands(this, session, heartbeat, subscriptions, permitted);
    }

    /** A text frame has come. */
    public void receive(String frame) {
        receive(frame.length(), () -> codec.decode(frame));
    }

    /** A binary frame has come. */
    public void receive(byte[] frame) {
        receive(frame.length, () -> codec.decode(frame));
    }

    /**
     * Begins a session that takes no commands: one subscription, of which the client only hears.
     *
     * @param request what it would have sent; any failure closes the connection
     */
    public void listen(String token, Request.Subscribe request) {
        strand.run(() -> {
            oneWay = true;
            inbox.add(new Command(1, new Request.Connect(token)), 0);
            inbox.add(new Command(2, request), 0);
            next();
        });
    }

    /** The client is gone. */
    public void closed() {
        close(Disconnect.CONNECTION_CLOSED);
    }

    /** Ends the session. May be called from anywhere, more than once. */
    public void close(Disconnect reason) {
        strand.run(() -> {
            if (closed) {
                return;
            }
            closed = true;
            queue.close();
            transport.close(reason);
            subscriptions.end();
            hub.closed(this, session.identity(), reason);
        });
    }

    Hub hub() {
        return hub;
    }

    /** Bytes that wait to be sent. */
    long queued() {
        return queue.bytes();
    }

    /** To be asked in turn with the commands. */
    boolean isClosed() {
        return closed;
    }

    Codec codec() {
        return codec;
    }

    void tick(long now) {
        strand.run(() -> {
            if (closed) {
                return;
            }
            @Nullable Identity who = session.identity();
            if (who == null) {
                if (now - opened > hub.limits().connectWithin().toMillis()) {
                    transport.execute(this::endIfStale);
                }
            } else if (now > who.expires().plus(hub.limits().expiryGrace()).toEpochMilli()) {
                close(Disconnect.EXPIRED);
            } else if (hub.tokens().isRevoked(who)) {
                close(Disconnect.INVALID_TOKEN);
            } else if (!oneWay && heartbeat.isLate(now)) {
                close(Disconnect.NO_PONG);
            } else if (heartbeat.isDue(now)) {
                send(codec.ping());
            }
        });
    }

    /**
     * Runs where the transport reads, so that what a busy node has not read yet counts: a client that is closed as stale stays away.
     */
    private void endIfStale() {
        strand.run(() -> {
            if (session.identity() == null && inbox.isEmpty() && !busy) {
                close(Disconnect.STALE);
            }
        });
    }

    /** Ends where the session that its token is of has ended. */
    void endIfRevoked() {
        strand.run(() -> {
            @Nullable Identity who = session.identity();
            if (!closed && who != null && hub.tokens().isRevoked(who)) {
                close(Disconnect.INVALID_TOKEN);
            }
        });
    }

    void reply(long commandId, Result result) {
        send(codec.encode(commandId, result));
    }

    void send(Encoded message) {
        if (!queue.offer(message)) {
            close(Disconnect.SLOW);
        }
    }

    /** Runs a task in turn with the commands. */
    void run(Runnable task) {
        strand.run(task);
    }

    /** A subscription has ended because the hub lost track: a client that can subscribe again is told so. */
    void lost(Subscription subscription, Push.Unsubscribed push) {
        strand.run(() -> {
            subscriptions.forget(subscription);
            if (oneWay) {
                close(Disconnect.INSUFFICIENT_STATE);
            } else {
                send(codec.encode(push));
            }
        });
    }

    private void receive(int size, Decoding decoding) {
        if (size > hub.limits().messageBytes()) {
            close(Disconnect.MESSAGE_TOO_BIG);
            return;
        }
        List<Command> frame;
        try {
            frame = decoding.decode();
        } catch (MalformedFrameException malformed) {
            LOG.debug("Connection {} sent a bad frame: {}", id, malformed.getMessage());
            close(Disconnect.BAD_REQUEST);
            return;
        }
        strand.run(() -> {
            int share = size;
            for (Command command : frame) {
                inbox.add(command, share);
                share = 0;
            }
            if (inbox.isFull()) {
                close(Disconnect.TOO_MANY_REQUESTS);
            }
            next();
        });
    }

    /** Goes on with the commands, unless the client has yet to read the answers to earlier ones. */
    private void next() {
        while (!busy && !closed && !inbox.isEmpty() && !queue.isHalfFull()) {
            Command command = inbox.take();
            hub.metrics().commandReceived();
            if (oneWay || rate.allows(hub.clock().millis())) {
                busy = true;
                commands.attempt(command)
                        .whenComplete((answer, fault) -> strand.run(() -> answered(command, answer, fault)));
            } else if (rate.isFlood() || command.id() == 0) {
                close(Disconnect.TOO_MANY_REQUESTS);
            } else {
                hub.metrics().commandRefused();
                reply(command.id(), new Result.Failed(ErrorCode.TOO_MANY_REQUESTS));
            }
        }
    }

    private void answered(Command command, @Nullable Answer answer, @Nullable Throwable fault) {
        busy = false;
        if (closed) {
            return;
        }
        if (answer == null) {
            LOG.warn(
                    "Command {} of connection {} failed",
                    command.request().getClass().getSimpleName(),
                    id,
                    fault);
        }
        Answer actual = answer == null ? Answer.of(ErrorCode.INTERNAL) : answer;
        if (oneWay && actual.result() instanceof Result.Failed failed) {
            close(Disconnect.of(failed.error()));
        } else if (actual.result() != null) {
            reply(command.id(), actual.result());
        }
        next();
    }

    /** Turns a frame into commands. */
    @FunctionalInterface
    private interface Decoding {
        List<Command> decode() throws MalformedFrameException;
    }
}
