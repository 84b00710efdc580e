package io.universalmiddleware.product.faults.cluster;

import io.universalmiddleware.launcher.stack.Stack;
import io.universalmiddleware.stores.ServerProcess;
import java.net.URI;

/** A node is one process of the platform with all roles, on the cluster's stores. */
public record Node(String name, Stack stack) {

    /** Where everything comes in at this node. */
    public URI edge() {
        return stack.addresses().edge();
    }

    /** Its process, to be killed, halted and started. */
    public ServerProcess process() {
        return stack.platform();
    }
}
