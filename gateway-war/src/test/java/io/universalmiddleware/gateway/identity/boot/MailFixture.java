package io.universalmiddleware.gateway.identity.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.universalmiddleware.gateway.identity.mail.DeliveringMail;
import io.universalmiddleware.gateway.identity.mail.MailSettings;
import io.universalmiddleware.stores.Ports;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A mail server of a test's own, which runs at first, and the delivery of identity's mail to it. */
final class MailFixture implements AutoCloseable {
    private static final Pattern PROOF = Pattern.compile("umv_[A-Za-z0-9_-]{43}");

    final int port = Ports.free();
    private final DeliveringMail delivering;
    private GreenMail server = server(port);

    MailFixture(IdentityFixture fixture) {
        URI url = URI.create("smtp://127.0.0.1:" + port);
        delivering = new DeliveringMail(
                fixture.bag(),
                fixture.sealing,
                url,
                new MailSettings(Optional.of(url), "um@example.org", Duration.ofSeconds(30)),
                fixture.clock);
    }

    /** Another server at the same port, which must be free. */
    void startAnew() {
        server = server(port);
    }

    /** Delivers some of what is due. @return how many letters the server took */
    int deliver() {
        return delivering.deliver();
    }

    /** Delivers all that is due. */
    void deliverAll() {
        for (int taken = deliver(); taken > 0; taken = deliver()) {
            assertThat(taken).isPositive();
        }
    }

    int received() {
        return server.getReceivedMessages().length;
    }

    List<String> bodies(String to) {
        return Stream.of(server.getReceivedMessages())
                .filter(message -> isTo(message, to))
                .map(GreenMailUtil::getBody)
                .toList();
    }

    /** The token in the last letter to an address, once all that is due is delivered. */
    String lastProof(String to) {
        deliverAll();
        List<String> bodies = bodies(to);
        Matcher proof = PROOF.matcher(bodies.get(bodies.size() - 1));
        assertThat(proof.find()).isTrue();
        return proof.group();
    }

    /** Stops the server. */
    @Override
    public void close() {
        server.stop();
    }

    private static GreenMail server(int port) {
        ServerSetup setup = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(60_000);
        GreenMail server = new GreenMail(setup);
        server.start();
        return server;
    }

    private static boolean isTo(MimeMessage message, String to) {
        try {
            return message.getAllRecipients()[0].toString().equals(to);
        } catch (MessagingException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
