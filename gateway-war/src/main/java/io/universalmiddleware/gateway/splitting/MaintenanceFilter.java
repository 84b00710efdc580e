package io.universalmiddleware.gateway.splitting;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.http.Refusal;

/** Turns requests away while a route is in maintenance. */
public final class MaintenanceFilter implements Filter {
    private final Maintenance maintenance;
    private final Refusal refusal;

    public MaintenanceFilter(Maintenance maintenance) {
        this.maintenance = maintenance;
        refusal = Refusal.of(ProblemType.UNAVAILABLE, maintenance.message())
                .retryAfter(maintenance.retryAfter().toSeconds());
    }

    @Override
    public void request(Call call, Gate gate) {
        if (maintenance.turnsAway(call.clientAddress())) {
            gate.refuse(refusal);
        } else {
            gate.pass();
        }
    }
}
