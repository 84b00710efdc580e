package io.universalmiddleware.gateway.transforming;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.filter.ResponseHead;
import io.universalmiddleware.gateway.http.ChangedContent;
import io.universalmiddleware.gateway.http.Checked;
import io.universalmiddleware.gateway.http.Fields;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.json.MediaTypes;
import io.universalmiddleware.gateway.rewriting.CallVariables;
import io.universalmiddleware.gateway.rewriting.PathTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Changes the JSON bodies of a route.
 *
 * <p>Origins are asked not to code the answers that are to be changed; one that does so all the same, or whose answer cannot
 * be changed, is answered for with 502: better none than one that was to be changed.
 */
public final class TransformationFilter implements Filter {
    private final Transformations transformations;
    private final @Nullable PathTemplate template;

    /** @param template of the route's paths; null if it has none */
    public TransformationFilter(Transformations transformations, @Nullable PathTemplate template) {
        this.transformations = transformations;
        this.template = template;
    }

    @Override
    public void request(Call call, Gate gate) {
        if (transformations.changesResponses()) {
            call.request().set("Accept-Encoding", "identity");
            call.request().remove("Range");
            call.request().remove("If-Range");
        }
        String type = call.request().get("Content-Type");
        if (transformations.passesRequest(type)) {
            gate.pass();
        } else if (type != null && (!MediaTypes.isJson(type) || call.request().has("Content-Encoding"))) {
            gate.refuse(Refusal.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "The body must be JSON without a coding."));
        } else {
            gate.body(transformations.maxRequest(), body -> change(call, gate, body));
        }
    }

    private void change(Call call, Gate gate, byte[] body) {
        if (body.length == 0) {
            gate.pass();
            return;
        }
        Checked<byte[]> changed = transformations.request(body, new CallVariables(call, template));
        if (changed instanceof Checked.Usable<byte[]> usable) {
            call.body(usable.value());
            gate.pass();
        } else if (changed instanceof Checked.Refused<byte[]> refused) {
            gate.refuse(refused.refusal());
        }
    }

    @Override
    public void response(Call call, ResponseHead head) {
        Fields fields = head.fields();
        boolean whole = head.status() >= 200 && head.status() < 300 && head.status() != 204 && head.status() != 206;
        if (head.source() == ResponseHead.Source.EDGE) {
            return;
        }
        if (head.status() == 304 && transformations.changesResponses()) {
            ChangedContent.weaken(fields);
        }
        if (!whole || transformations.passesResponse(fields.get("Content-Type"))) {
            return;
        }
        ChangedContent.tell(fields);
        if (call.method().equals("HEAD")) {
            return;
        }
        boolean usable = MediaTypes.isJson(fields.get("Content-Type")) && !fields.has("Content-Encoding");
        head.whole(transformations.maxResponse(), body -> usable ? changed(call, body) : unusable());
    }

    private byte[] changed(Call call, byte[] body) {
        if (body.length == 0) {
            return body;
        }
        Checked<byte[]> changed = transformations.response(body, new CallVariables(call, template));
        return changed instanceof Checked.Usable<byte[]> usable ? usable.value() : unusable();
    }

    private static byte[] unusable() {
        throw new IllegalStateException("the origin's answer is no JSON that can be changed");
    }
}
