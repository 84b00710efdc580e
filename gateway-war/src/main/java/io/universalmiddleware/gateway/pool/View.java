package io.universalmiddleware.gateway.pool;

import java.util.ArrayList;
import java.util.List;

/**
 * A view is who may get requests now.
 *
 * @param candidates in the order of the configuration; empty if there is nobody to send to
 * @param panic whether too few are up, and so all get requests
 */
record View(List<Seat> candidates, boolean panic) {

    /**
     * Those that are up. With fewer of the first choice up than the panic threshold, backups that are up are among them; with none of
     * these, everybody is.
     */
    static View of(List<Seat> seats, int panicPercent) {
        List<Seat> open = seats.stream().filter(seat -> seat.weight() > 0).toList();
        List<Seat> first = open.stream().filter(seat -> !seat.backup()).toList();
        List<Seat> backups = open.stream().filter(Seat::backup).toList();
        List<Seat> firstUp = first.stream().filter(Seat::isUp).toList();
        List<Seat> backupsUp = backups.stream().filter(Seat::isUp).toList();
        boolean enough = !firstUp.isEmpty() && firstUp.size() * 100 >= panicPercent * first.size();
        if (enough) {
            return new View(firstUp, false);
        }
        if (!backupsUp.isEmpty()) {
            List<Seat> both = new ArrayList<>(firstUp);
            both.addAll(backupsUp);
            return new View(List.copyOf(both), false);
        }
        return panicPercent > 0 ? new View(open, !open.isEmpty()) : new View(firstUp, false);
    }
}
