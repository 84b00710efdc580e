package io.universalmiddleware.product.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.launcher.origin.DemoOrigin;
import io.universalmiddleware.product.edge.ServedTenant;
import io.universalmiddleware.product.faults.cluster.Cluster;
import io.universalmiddleware.product.faults.cluster.Node;
import io.universalmiddleware.product.faults.cluster.WithCluster;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.hub.HubListener;
import io.universalmiddleware.product.hub.Push;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Both of two nodes are restarted, one after the other, under load: whoever uses both of them notices nothing, and what they counted stays. */
@WithCluster
class RollingRestartE2E {
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(60);
    private static final int SOCKETS = 8;
    private static final int OLD_CALLS = 5;

    private final Cluster cluster;
    private final String tenant;

    RollingRestartE2E(Cluster cluster) {
        this.cluster = cluster;
        this.tenant = cluster.freshTenant();
    }

    @Test
    void noRequestFailsAndNoSocketLosesAnything() throws Exception {
        List<Node> nodes = List.of(cluster.first(), cluster.second());
        String token = cluster.token("ann", tenant);
        DemoOrigin origin = DemoOrigin.start("outside", 0);
        List<HubListener> sockets = new ArrayList<>();
        try (Balancer balancer = new Balancer(nodes.stream().map(Node::edge).toList())) {
            Caller caller = new Caller(balancer.address(), token);
            ServedTenant served = new ServedTenant(
                    cluster.freshTenant(),
                    new Caller(balancer.address(), cluster.token("root", "operator")),
                    new Caller(balancer.address(), null));
            served.origin("outside", "", origin.uri());
            served.route(
                    "all",
                    "outside",
                    "'match':{'prefix':'/'},'versions':{'header':'API-Version','default':'2',"
                            + "'versions':[{'name':'1','deprecated':'2026-01-01'},{'name':'2'}]}");
            for (Node node : nodes) {
                Caller there = new Caller(node.edge(), null);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> there.get("/", "X-Tenant", served.slug()).status() == 200);
            }
            try (Classroom classroom = Classroom.open(caller, SOCKETS);
                    Visitors visitors = new Visitors(served)) {
                for (String enrolment : classroom.enrolments()) {
                    sockets.add(HubListener.on(balancer.address(), token, "progress:" + enrolment));
                }
                classroom.begin();
                for (Node node : nodes) {
                    classroom.worksOn(8);
                    callTheOldVersion(node, served.slug());
                    long begin = System.nanoTime();
                    node.process().stop();
                    Duration took = Duration.ofNanos(System.nanoTime() - begin);
                    System.out.println(node.name() + " stopped after " + took.toMillis() + " ms");
                    assertThat(took).isLessThan(STOPS_WITHIN);
                    classroom.worksOn(8);
                    node.process().start();
                    Awaitility.await().atMost(Duration.ofSeconds(180)).until(() -> balancer.leadsTo(node.edge()));
                }
                classroom.worksOn(8);
                classroom.close();
                visitors.close();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> callsOfTheOldVersion(balancer, served.slug()) == nodes.size() * OLD_CALLS);
                System.out.println("rolling restart: " + classroom + "; of a tenant's route " + visitors);
                assertThat(visitors.failures()).isEmpty();
                assertThat(visitors.requests()).isGreaterThan(100);
                assertThat(classroom.failures()).isEmpty();
                for (int i = 0; i < SOCKETS; i++) {
                    heardEachOnce(sockets.get(i), classroom.lessonsOf(i));
                }
            }
            assertThat(cluster.records()
                            .texts(
                                    "select id || ' ' || status from command where tenant = ? and status <> 'succeeded'",
                                    tenant))
                    .isEmpty();
        } finally {
            sockets.forEach(HubListener::close);
            origin.close();
            cluster.second().process().stop();
        }
    }

    /** So that the node has them to tell as it stops: it does so every ten seconds otherwise. */
    private static void callTheOldVersion(Node node, String tenant) {
        Caller there = new Caller(node.edge(), null);
        for (int i = 0; i < OLD_CALLS; i++) {
            there.get("/old", "X-Tenant", tenant, "API-Version", "1").isStatus(200);
        }
    }

    private int callsOfTheOldVersion(Balancer balancer, String of) {
        return new Caller(balancer.address(), cluster.token("root", "operator"))
                .get("/admin/v1/version-callers?tenant=" + of)
                .isStatus(200)
                .json()
                .at("/items/0/calls")
                .asInt();
    }

    private static void heardEachOnce(HubListener listener, int lessons) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(180))
                .untilAsserted(() -> assertThat(listener.pushes().stream()
                                .map(Push::json)
                                .map(row -> row.path("completed").size())
                                .filter(size -> size > 0))
                        .as("%s", listener.events())
                        .containsExactlyElementsOf(
                                IntStream.rangeClosed(1, lessons).boxed().toList()));
        assertThat(listener.events()).noneMatch(event -> event.contains("recovering=true recovered=false"));
        assertThat(listener.count("subscribed recovering=true recovered=true")).isPositive();
    }
}
