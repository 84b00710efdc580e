package io.universalmiddleware.bench.views;

import io.universalmiddleware.bench.Figure;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.Suite;
import io.universalmiddleware.bench.stack.MeasuredStack;
import java.util.List;
import java.util.Map;

/** {@link ViewReads} on a platform of their own. */
public final class ViewsSuite implements Suite {

    @Override
    public String name() {
        return "views";
    }

    @Override
    public String about() {
        return "near-cache view reads at 64 connections, beside the JAX-RS resource read straight";
    }

    @Override
    public List<Figure> measure(Run run) throws Exception {
        try (MeasuredStack stack = MeasuredStack.started(run, name(), Map.of("um.roles", "gateway,cache"))) {
            return ViewReads.measure(run, stack, "views.near");
        }
    }
}
