package io.universalmiddleware.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.gateway.filter.Caller;
import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.FieldSyntax;
import java.text.ParseException;
import java.time.Clock;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContextFieldsTest {
    private static final String SECRET = "a secret that is at least 32 bytes";
    private static final Caller ANN =
            new Caller(Caller.Kind.USER, "ann", Set.of("editor", "admin"), Set.of("read"), "", "");

    private final ContextFields context = new ContextFields("acme", new ContextSigner(SECRET, Clock.systemUTC()));
    private final FieldList request = new FieldList();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Um-User",
                "x-um-user",
                "X-UM-TENANT",
                "X_Um_User",
                "X-Um_Roles",
                "x_um-Context",
                "X-Um-Anything"
            })
    void dropsWhatAClientSaysInTheEdgesName(String name) {
        request.add(name, "root");
        request.add(name, "again");
        request.add("X-Umbrella", "stays");
        request.add("X-User", "stays");

        ContextFields.drop(request);

        assertThat(request.all(name)).isEmpty();
        assertThat(request.get("X-Umbrella")).isEqualTo("stays");
        assertThat(request.get("X-User")).isEqualTo("stays");
    }

    @Test
    void saysWhoCalls() throws ParseException, JOSEException {
        context.say(ANN, "r-1", request);

        assertThat(request.get("X-Um-Tenant")).isEqualTo("acme");
        assertThat(request.get("X-Um-User")).isEqualTo("ann");
        assertThat(request.get("X-Um-Roles")).isEqualTo("admin,editor");
        assertThat(request.get("X-Um-Key")).isNull();
        assertThat(request.get("X-Um-Application")).as("the user in person").isNull();
        SignedJWT signed = SignedJWT.parse(request.get("X-Um-Context"));
        assertThat(signed.verify(new MACVerifier(SECRET))).isTrue();
        assertThat(signed.getHeader().getType().getType()).isEqualTo("um-context+jwt");
        assertThat(signed.getJWTClaimsSet().getSubject()).isEqualTo("ann");
        assertThat(signed.getJWTClaimsSet().getStringClaim("tenant")).isEqualTo("acme");
        assertThat(signed.getJWTClaimsSet().getJWTID()).isEqualTo("r-1");
        assertThat(signed.getJWTClaimsSet().getClaim("application")).isNull();
        assertThat(signed.getJWTClaimsSet().getExpirationTime()).isNotNull();
    }

    @Test
    void saysWhichApplicationActsForTheUser() throws ParseException, JOSEException {
        context.say(
                new Caller(Caller.Kind.USER, "ann", Set.of(), Set.of("read"), "", "", "0198c0de-0000"), "r-1", request);

        assertThat(request.get("X-Um-User")).isEqualTo("ann");
        assertThat(request.get("X-Um-Application")).isEqualTo("0198c0de-0000");
        SignedJWT signed = SignedJWT.parse(request.get("X-Um-Context"));
        assertThat(signed.verify(new MACVerifier(SECRET))).isTrue();
        assertThat(signed.getJWTClaimsSet().getStringClaim("application")).isEqualTo("0198c0de-0000");
    }

    @Test
    void saysNothingOfSomebody() {
        context.say(Caller.ANONYMOUS, "r-1", request);

        assertThat(request.get("X-Um-Tenant")).isEqualTo("acme");
        assertThat(request.get("X-Um-User")).isNull();
        assertThat(request.get("X-Um-Context")).isNull();
    }

    @Test
    void oneRoleIsNeverTwo() {
        context.say(new Caller(Caller.Kind.USER, "ann", Set.of("a,admin"), Set.of(), "", ""), "r-1", request);

        assertThat(request.get("X-Um-Roles")).isEqualTo("a%2Cadmin");
    }

    @Property
    void whateverAUserIsCalledTheFieldIsValid(@ForAll String user) {
        assertThat(FieldSyntax.isValue(ContextFields.encoded(user))).isTrue();
        assertThat(ContextFields.encoded(user)).doesNotContain(" ", ",");
    }
}
