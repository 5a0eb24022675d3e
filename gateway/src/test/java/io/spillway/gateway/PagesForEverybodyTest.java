package io.spillway.gateway;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** Every page, light and dark, at the width of a phone: nothing that axe calls serious, nothing to scroll sideways. */
@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class PagesForEverybodyTest extends InBrowser {
    private static final List<String> PAGES = List.of(
            "overview",
            "targets/mock%2Flarge",
            "routes",
            "queue",
            "jobs",
            "workers",
            "letters",
            "settings",
            "playground",
            "tenants/default",
            "webhooks",
            "audit");
    private static final List<String> GRAVE = List.of("serious", "critical");

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void nothing_keeps_people_out(ColorScheme scheme) {
        // Given
        exhaust("PT10M");
        submit("default");
        submit("nobody");
        Page small = signedIn(360, 740, scheme);
        SoftAssertions all = new SoftAssertions();

        for (String where : PAGES) {
            // When
            small.navigate(root + "#/" + where);
            small.locator("nav a[aria-current=page][href='#/" + where.replaceAll("/.*", "") + "']")
                    .waitFor();
            assertThat(small.locator(".empty", new Page.LocatorOptions().setHasText("Loading")))
                    .hasCount(0);

            // Then
            all.assertThat(barriers(small)).as("%s %s", scheme, where).isEmpty();
            Number wider = (Number) small.evaluate("document.documentElement.scrollWidth - innerWidth");
            all.assertThat(wider.intValue())
                    .as("pixels to scroll sideways at %s", where)
                    .isLessThanOrEqualTo(0);
        }
        all.assertAll();
        small.context().close();
    }

    private static List<String> barriers(Page small) {
        return new AxeBuilder(small)
                .setLegacyMode(true).analyze().getViolations().stream()
                        .filter(rule -> GRAVE.contains(rule.getImpact()))
                        .map(rule ->
                                rule.getId() + " " + rule.getNodes().getFirst().getHtml())
                        .toList();
    }
}
