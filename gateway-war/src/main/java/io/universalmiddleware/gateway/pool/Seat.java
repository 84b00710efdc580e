package io.universalmiddleware.gateway.pool;

/**
 * A seat is a member as a balancer sees it: with what the configuration in force says of it.
 *
 * @param target the same for those who connect
 */
record Seat(Member member, Target target, int weight, boolean backup) {
    static Seat of(Member member, Protocol protocol, int weight, boolean backup) {
        return new Seat(member, member.endpoint.target(protocol), weight, backup);
    }

    Seat with(Protocol protocol) {
        return target.protocol() == protocol ? this : of(member, protocol, weight, backup);
    }

    boolean isUp() {
        return member.isUp();
    }
}
