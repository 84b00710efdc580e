package io.universalmiddleware.gateway.pool;

/**
 * A seat is a member as a balancer sees it: with what the configuration in force says of it.
 *
 * @param target the same for those who connect
 */
record Seat(Member member, Target target, int weight, boolean backup) {
    static Seat of(Member member, PoolConfig config, int weight, boolean backup) {
        return new Seat(member, member.endpoint.target(config.protocol(), config.trust()), weight, backup);
    }

    Seat with(PoolConfig config) {
        boolean same = target.protocol() == config.protocol() && target.trust().equals(config.trust());
        return same ? this : of(member, config, weight, backup);
    }

    boolean isUp() {
        return member.isUp();
    }
}
