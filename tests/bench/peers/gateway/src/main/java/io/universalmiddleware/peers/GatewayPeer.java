package io.universalmiddleware.peers;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Spring Cloud Gateway as it comes; its one route and its port are said on the command line. */
@SpringBootApplication
public class GatewayPeer {
    public static void main(String[] arguments) {
        SpringApplication.run(GatewayPeer.class, arguments);
    }
}
