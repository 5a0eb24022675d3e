package io.spillway.gateway;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes the pictures of the documentation from a running cluster: its address, an admin key, a folder. */
final class Pictures {
    private static final double SETTLED_MS = 2_500;

    /** Pages that show a row in their panel do so by the first link of their table. */
    private static final Set<String> WITH_PANEL = Set.of("jobs", "letters", "tenants", "webhooks", "audit", "workers");

    private static final Map<String, String> PAGES = Map.ofEntries(
            Map.entry("overview", "overview"),
            Map.entry("targets", "targets/openai%2Fgpt-4.1-mini"),
            Map.entry("routes", "routes"),
            Map.entry("queue", "queue"),
            Map.entry("jobs", "jobs?status=failed"),
            Map.entry("workers", "workers"),
            Map.entry("letters", "letters"),
            Map.entry("tenants", "tenants"),
            Map.entry("webhooks", "webhooks"),
            Map.entry("audit", "audit"),
            Map.entry("settings", "settings"),
            Map.entry("playground", "playground?model=careful"));

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
                        name,
                        args[0] + "#/" + where,
                        Path.of(args[2], name + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT) + ".png")));
            }
        }
    }

    private static void take(Page page, String name, String address, Path file) {
        page.navigate(address);
        if (name.equals("playground")) {
            page.getByLabel("Message").fill("Tell me about rivers.");
            page.getByLabel("Message").press("Enter");
        } else if (WITH_PANEL.contains(name)) {
            page.locator(name.equals("jobs") ? ".split tbody th a" : "tbody th a")
                    .first()
                    .click();
        }
        page.waitForTimeout(SETTLED_MS);
        try {
            Palette.write(page.screenshot(), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
