package io.universalmiddleware.hub.channel;

import io.universalmiddleware.hub.protocol.Codec;
import io.universalmiddleware.hub.protocol.Encoded;
import io.universalmiddleware.hub.protocol.Push;
import java.util.ArrayList;
import java.util.List;

/** A push on its way to many subscribers, encoded once for each encoding. For one thread at a time. */
public final class Outgoing {
    private final Push push;
    private final List<Form> forms = new ArrayList<>(1);

    Outgoing(Push push) {
        this.push = push;
    }

    /** The push in an encoding. */
    public Encoded in(Codec codec) {
        for (Form form : forms) {
            if (form.codec() == codec) {
                return form.encoded();
            }
        }
        Form form = new Form(codec, codec.encode(push));
        forms.add(form);
        return form.encoded();
    }

    /** There are never more than the few codecs. */
    private record Form(Codec codec, Encoded encoded) {}
}
