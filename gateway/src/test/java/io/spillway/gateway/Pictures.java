package io.spillway.gateway;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Takes the pictures of the documentation from a running cluster: its address, an admin key, a folder. */
final class Pictures {
    private static final double SETTLED_MS = 2_500;

    private static final Map<String, String> PAGES = Map.of(
            "overview", "overview",
            "targets", "targets/openai%2Fgpt-4.1-mini",
            "routes", "routes",
            "queue", "queue",
            "jobs", "jobs",
            "workers", "workers",
            "letters", "letters",
            "playground", "playground?model=careful");

    private Pictures() {}

    public static void main(String... args) {
        try (Chromium chromium = Chromium.start(Chromium.executable().orElseThrow())) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                Page page = chromium.context(1280, 800, scheme).newPage();
                page.navigate(args[0]);
                page.getByLabel("Admin key").fill(args[1]);
                page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                        .click();
                page.locator("h1").waitFor();
                PAGES.forEach((name, where) -> take(
                        page,
                        args[0] + "#/" + where,
                        Path.of(args[2], name + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT) + ".png")));
            }
        }
    }

    private static void take(Page page, String address, Path file) {
        page.navigate(address);
        if (address.contains("playground")) {
            page.getByLabel("Message").fill("Tell me about rivers.");
            page.getByLabel("Message").press("Enter");
        } else if (address.endsWith("#/jobs")) {
            page.locator("tbody a").first().click();
        }
        page.waitForTimeout(SETTLED_MS);
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }
}
