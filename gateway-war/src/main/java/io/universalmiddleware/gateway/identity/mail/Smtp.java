package io.universalmiddleware.gateway.identity.mail;

import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Hands mail over to a server by SMTP (RFC 5321), each over a connection of its own. */
final class Smtp {
    private final MailSettings settings;
    private final Session session;
    private final Clock clock;

    Smtp(URI server, MailSettings settings, Clock clock) {
        this.settings = settings;
        this.session = session(server, settings);
        this.clock = clock;
    }

    /** Returns once the server has taken it. @throws MessagingException if it did not, or nobody knows whether it did */
    void send(Mail mail) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(settings.from(), true));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to(), true));
        message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(clock.instant()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setText(mail.text(), StandardCharsets.UTF_8.name());
        Transport.send(message);
    }

    private static Session session(URI server, MailSettings settings) {
        String protocol = server.getScheme();
        String at = "mail." + protocol + '.';
        String timeout = Long.toString(settings.timeout().toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", protocol);
        properties.setProperty("mail.transport.protocol.rfc822", protocol);
        properties.setProperty(at + "host", server.getHost());
        if (server.getPort() >= 0) {
            properties.setProperty(at + "port", Integer.toString(server.getPort()));
        }
        properties.setProperty(at + "connectiontimeout", timeout);
        properties.setProperty(at + "timeout", timeout);
        properties.setProperty(at + "writetimeout", timeout);
        properties.setProperty(at + "starttls.enable", "true");
        properties.setProperty(at + "ssl.checkserveridentity", "true");
        @Nullable String user = server.getUserInfo();
        if (user == null) {
            return Session.getInstance(properties);
        }
        properties.setProperty(at + "auth", "true");
        properties.setProperty(at + "starttls.required", Boolean.toString(protocol.equals("smtp")));
        return Session.getInstance(properties, new Known(user));
    }

    /** Who hands mail over. */
    private static final class Known extends Authenticator {
        private final PasswordAuthentication credentials;

        Known(String user) {
            int colon = user.indexOf(':');
            credentials = colon < 0
                    ? new PasswordAuthentication(user, "")
                    : new PasswordAuthentication(user.substring(0, colon), user.substring(colon + 1));
        }

        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            return credentials;
        }
    }
}
