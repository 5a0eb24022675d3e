package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.spillway.gateway.access.KeyRing;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

/** Tokens of an OpenID provider beside keys. */
@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class OidcTest {
    private static final String ALL = "openid spillway:submit spillway:read";
    private static final String JOB = "{\"prompt\":\"x\",\"model\":\"nobody\"}";

    @Inject
    KeyRing keys;

    @ConfigProperty(name = "spillway.oidc.issuer")
    String issuer;

    @ConfigProperty(name = "test.issuer-key")
    String issuerKey;

    private String tenant;

    @BeforeEach
    void there_is_a_tenant() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(keys::hasKeys);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> with(RealBackbone.KEY).get("/v1/jobs").statusCode() == 200);
        tenant = with(RealBackbone.KEY)
                .body("{\"name\":\"Acme\"}")
                .post("/ops/tenants")
                .path("id");
    }

    @Test
    void a_token_opens_its_tenants_jobs_and_keys_open_theirs() throws Exception {
        // Given
        String token = signed(TestIssuer.claims(issuer, tenant, ALL));
        String key = with(RealBackbone.KEY)
                .body("{\"scopes\":[\"submit\",\"read\"]}")
                .post("/ops/tenants/" + tenant + "/keys")
                .path("key");

        // When
        String id = with(token)
                .body(JOB)
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");

        // Then
        with(token).get("/v1/jobs/" + id).then().statusCode(200).body("id", equalTo(id));
        with(key).get("/v1/jobs/" + id).then().statusCode(200);
        with(RealBackbone.KEY).get("/v1/jobs/" + id).then().statusCode(404);
        with(token).get("/ops/tenants").then().statusCode(403).body("detail", containsString("'admin'"));
    }

    @Test
    void what_an_operator_does_with_a_token_is_written_down() throws Exception {
        // Given
        String token = signed(TestIssuer.claims(issuer, tenant, "spillway:admin"));

        // When
        with(token)
                .body("{\"name\":\"By token\"}")
                .patch("/ops/tenants/" + tenant)
                .then()
                .statusCode(200);

        // Then
        with(token)
                .get("/ops/audit?limit=1")
                .then()
                .statusCode(200)
                .body("data[0].key", equalTo("oidc:somebody@example.com"));
    }

    @Test
    void a_token_that_is_over_is_refused() throws Exception {
        // Given
        JwtClaims claims = TestIssuer.claims(issuer, tenant, ALL);

        // When
        claims.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() - 60));

        // Then
        assertRefused(signed(claims));
    }

    @Test
    void a_token_for_somebody_else_is_refused() throws Exception {
        // Given
        JwtClaims claims = TestIssuer.claims(issuer, tenant, ALL);

        // When
        claims.setAudience("another-service");

        // Then
        assertRefused(signed(claims));
    }

    @Test
    void a_token_of_another_issuer_is_refused() throws Exception {
        assertRefused(signed(TestIssuer.claims("http://127.0.0.1:9/other", tenant, ALL)));
    }

    @Test
    void a_token_that_the_issuer_has_not_signed_is_refused() throws Exception {
        // Given
        JwtClaims claims = TestIssuer.claims(issuer, tenant, ALL);
        String signed = signed(claims);
        claims.setClaim("scope", "spillway:admin");
        String altered = signed(claims);

        // When
        String spliced = altered.substring(0, altered.lastIndexOf('.')) + signed.substring(signed.lastIndexOf('.'));

        // Then
        assertRefused(TestIssuer.unsigned(claims));
        assertRefused(TestIssuer.forged(claims));
        assertRefused(spliced);
        assertRefused("not.a.token");
        assertRefused("opaque");
    }

    @Test
    void a_token_of_no_tenant_is_told_so() throws Exception {
        // Given
        JwtClaims none = TestIssuer.claims(issuer, tenant, ALL);

        // When
        none.unsetClaim("org");

        // Then
        with(signed(none))
                .get("/v1/jobs")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("detail", containsString("no claim 'org/spillway'"));
        with(signed(TestIssuer.claims(issuer, "ten_nobody", ALL)))
                .get("/v1/jobs")
                .then()
                .statusCode(403)
                .body("detail", containsString("names no tenant of this cluster"));
    }

    @Test
    void a_token_reaches_as_far_as_its_scopes() throws Exception {
        // Given
        String reading = signed(TestIssuer.claims(issuer, tenant, "spillway:read admin submit"));

        // When
        with(reading)
                .body(JOB)
                .post("/v1/jobs")
                .then()
                // Then
                .statusCode(403)
                .body("detail", containsString("'submit'"));
        with(reading).get("/v1/jobs").then().statusCode(200);
        with(reading).get("/ops/tenants").then().statusCode(403);
    }

    private String signed(JwtClaims claims) throws JoseException {
        return TestIssuer.signed(claims, issuerKey);
    }

    private static void assertRefused(String token) {
        with(token)
                .body(JOB)
                .post("/v1/jobs")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", startsWith("Bearer"))
                .body("detail", containsString("This token is not taken here"))
                .body("detail", not(containsString(token)));
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
    }
}
