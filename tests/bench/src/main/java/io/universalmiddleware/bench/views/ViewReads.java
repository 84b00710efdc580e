package io.universalmiddleware.bench.views;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.Figure;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.load.Load;
import io.universalmiddleware.bench.load.Wrk;
import io.universalmiddleware.bench.stack.Cpu;
import io.universalmiddleware.bench.stack.MeasuredStack;
import io.universalmiddleware.bench.stack.Sql;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads of a row that the near cache has, through the edge, beside the JAX-RS resource on the application server's own listener:
 * the same resource, the same row, the same token.
 */
public final class ViewReads {
    private static final int JAX_RS_WARM_UPS = 2; // it goes on getting faster for half a minute
    private static final String PEER = "JAX-RS resource";
    private static final String PATH = "/api/v1/views/progress/ann:course";
    private static final String ROW = """
        INSERT INTO view_row (tenant, view, key, version, body, updated_at) VALUES ('%s', 'progress', 'ann:course', 1,
            '{"learner":"ann","course":"course","completed":["lesson-1","lesson-2","lesson-3"],"percent":30}', now())\
        """;

    private ViewReads() {}

    /**
     * Measures on a platform with the role {@code cache}.
     *
     * @param figure what the reads a second are called
     */
    public static List<Figure> measure(Run run, MeasuredStack stack, String figure) throws Exception {
        URI edge = row(stack);
        URI http = stack.addresses().http().resolve(PATH);
        Path scratch = run.results().resolve("work").resolve(figure);
        Wrk wrk = Wrk.reads(scratch, stack.token());
        wrk.run(http, run.warmUp().multipliedBy(JAX_RS_WARM_UPS));
        wrk.run(edge, run.warmUp());
        List<Load> near = new ArrayList<>();
        List<Load> straight = new ArrayList<>();
        for (int i = 0; i < run.rounds(); i++) {
            near.add(round(run, stack, "edge", wrk, edge));
            straight.add(round(run, stack, PEER, wrk, http));
        }
        Load ours = Load.median(near);
        Load peer = Load.median(straight);
        return List.of(
                Figure.beside(figure, ours.perSecond(), "reads/s", PEER, peer.perSecond()),
                Figure.beside(figure + ".p99", ours.p99(), "ms", PEER, peer.p99()));
    }

    /** Puts the row there. @return where the edge has it, for the bearer of the stack's token */
    public static URI row(MeasuredStack stack) throws Exception {
        try (Sql sql = Sql.on(stack.postgres())) {
            sql.execute(ROW.formatted(stack.tenant()));
        }
        URI edge = stack.addresses().edge().resolve(PATH);
        requireRow(edge, stack.token());
        return edge;
    }

    private static Load round(Run run, MeasuredStack stack, String what, Wrk wrk, URI address) throws Exception {
        Cpu cpu = Cpu.of(stack.processes());
        Load load = wrk.run(address, run.round());
        run.say("%s: %s; cores: %s", what, load, cpu.cores());
        if (load.failed() > 0) {
            throw new BenchException(load.failed() + " reads through " + address + " failed");
        }
        return load;
    }

    private static void requireRow(URI address, String token) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new BenchException("the row cannot be read: " + answer.statusCode() + " " + answer.body());
        }
    }
}
