package io.universalmiddleware.gateway.identity.mail;

import io.universalmiddleware.gateway.identity.token.Sealing;
import io.universalmiddleware.persistence.TestDatabase;
import java.util.List;
import java.util.UUID;

/** The mail that waits to be handed over, as those will read it whom it is for. */
public record WaitingMail(TestDatabase database, Sealing sealing) {

    /** What is for an address, that of the first transaction first. */
    public List<Mail> to(String address) {
        return all().stream().filter(mail -> mail.to().equals(address)).toList();
    }

    private List<Mail> all() {
        return database.inTransaction(s -> s.query(
                "SELECT id, sealed FROM outgoing_mail ORDER BY xmin::text::bigint",
                statement -> {},
                row -> Mail.of(sealing.open(
                                Posting.PURPOSE, row.getObject("id", UUID.class).toString(), row.getBytes("sealed"))
                        .orElseThrow())));
    }
}
