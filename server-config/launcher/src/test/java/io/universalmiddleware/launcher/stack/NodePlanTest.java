package io.universalmiddleware.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodePlanTest {
    private final Configuration defaults = Configuration.empty();

    @Test
    void oneProcessHasAllListenersAndNoRoleOfItsOwn() {
        NodePlan only = NodePlan.of(Layout.ONE, defaults).get(0);

        assertThat(only.name()).isEqualTo("platform");
        assertThat(only.ports()).containsOnlyKeys(8080, 8081, 8085);
        assertThat(only.settings()).doesNotContainKey("um.roles");
    }

    @Test
    void aFurtherNodeListensAStepAbove() {
        List<NodePlan> nodes = NodePlan.of(Layout.ofNodes(2), defaults.with("um.edge.port", 9000));

        assertThat(nodes).extracting(NodePlan::name).containsExactly("platform", "platform-2");
        assertThat(nodes.get(1).ports())
                .isEqualTo(Map.of(
                        9010, "um.launcher.node-port-step",
                        8091, "um.launcher.node-port-step",
                        8095, "um.launcher.node-port-step"));
        assertThat(nodes.get(1).settings())
                .containsEntry("um.edge.platform-url", "http://127.0.0.1:8091")
                .containsEntry("um.edge.hub-url", "http://127.0.0.1:8095");
    }

    @Test
    void splitEachRoleHasAProcessAndTheEdgeKnowsThemAll() {
        List<NodePlan> nodes = NodePlan.of(Layout.SPLIT, defaults);

        assertThat(nodes)
                .extracting(node -> node.settings().get("um.roles"))
                .containsExactly("gateway", "command", "processor", "cache", "hub");
        assertThat(nodes).extracting(node -> node.http().getPort()).containsExactly(8081, 8082, 8083, 8084, 8086);
        assertThat(nodes.get(0).edge()).contains(URI.create("http://127.0.0.1:8080"));
        assertThat(nodes.get(4).hub()).contains(URI.create("http://127.0.0.1:8085"));
        assertThat(nodes.get(0).settings())
                .containsEntry("um.edge.command-url", "http://127.0.0.1:8082")
                .containsEntry("um.edge.processor-url", "http://127.0.0.1:8083")
                .containsEntry("um.edge.cache-url", "http://127.0.0.1:8084")
                .containsEntry("um.edge.hub-url", "http://127.0.0.1:8085");
        assertThat(nodes.subList(1, 4))
                .allMatch(node -> node.edge().isEmpty() && node.hub().isEmpty());
        assertThat(nodes.get(1).ports()).isEqualTo(Map.of(8082, "um.launcher.command-port"));
    }

    @Test
    void whereACertificateIsConfiguredEveryEdgeHasAPortForTls() {
        Configuration secure = defaults.with("um.edge.tls.certificate", "a.crt");

        List<NodePlan> nodes = NodePlan.of(Layout.ofNodes(2), secure);
        List<NodePlan> roles = NodePlan.of(Layout.SPLIT, secure.with("um.edge.tls.port", 9443));

        assertThat(nodes.get(0).ports()).containsEntry(8443, "um.edge.tls.port");
        assertThat(nodes.get(0).settings()).containsEntry("um.edge.tls.port", "8443");
        assertThat(nodes.get(1).ports()).containsEntry(8453, "um.launcher.node-port-step");
        assertThat(nodes.get(1).settings()).containsEntry("um.edge.tls.port", "8453");
        assertThat(roles.get(0).ports()).containsEntry(9443, "um.edge.tls.port");
        assertThat(roles.subList(1, 5)).noneMatch(node -> node.settings().containsKey("um.edge.tls.port"));
    }

    @Test
    void aLayoutIsReadBackAsItWasWritten() {
        assertThat(Layout.parse(Layout.SPLIT.toString())).isEqualTo(Layout.SPLIT);
        assertThat(Layout.parse(Layout.ofNodes(3).toString())).isEqualTo(Layout.ofNodes(3));
        assertThatThrownBy(() -> Layout.ofNodes(0)).hasMessageContaining("1 to 9");
    }

    @Test
    void freePortsAreFreeForEveryNode() {
        StackOptions options = StackOptions.in(Path.of("home"), Path.of("jar"))
                .as(Layout.ofNodes(3))
                .onFreePorts();

        assertThat(PortCheck.complaints(options.configuration(), options.layout()))
                .isEmpty();
    }
}
