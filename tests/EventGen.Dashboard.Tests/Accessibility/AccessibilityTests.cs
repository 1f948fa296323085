using System.Text.Json;

namespace EventGen.Dashboard.Tests.Accessibility;

/// <summary>axe-core finds nothing in any view, light or dark, wide or narrow.</summary>
public sealed class AccessibilityTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eventgen-axe-").FullName;

    public async ValueTask InitializeAsync()
    {
        ChromiumRequirement.Path();
        Assert.SkipWhen(!File.Exists("/usr/bin/npm") && Environment.GetEnvironmentVariable("EVENTGEN_REQUIRE_NODE") != "1", "npm is not installed; with EVENTGEN_REQUIRE_NODE=1 this fails");
        string own = Path.Combine(Repository.Root, "tests", "EventGen.Dashboard.Tests", "Accessibility");
        foreach (string file in (string[])["package.json", "package-lock.json"]) File.Copy(Path.Combine(own, file), Path.Combine(_folder, file));
        (await ProgramRun.OfAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], _folder, cancellationToken: TestContext.Current.CancellationToken)).Succeeded();
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return default;
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task EveryView_HasNoViolation(int width, ColorScheme scheme)
    {
        string axe = await File.ReadAllTextAsync(Path.Combine(_folder, "node_modules", "axe-core", "axe.min.js"), TestContext.Current.CancellationToken);
        await using var app = await DashboardApp.StartAsync();
        await app.PlaceAsync(1, correlation: "order-1");
        await app.FailAsync(2, "order-2");
        List<string> violations = [];
        await using var driver = await app.OpenAsync("flow", width, scheme: scheme);

        // By the debugger's protocol, as the page's policy lets no other script in.
        await driver.Page.EvaluateAsync(axe);
        foreach (string view in (string[])["flow", "queue", "events", "events/order.placed", "dead-letters", "outbox", "live", "trace/order-1"])
        {
            await driver.Page.EvaluateAsync("view => { location.hash = '#/' + view; }", view);
            await driver.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 }).First.WaitForAsync();
            await driver.Page.WaitForResponseAsync(static response => response.Url.EndsWith("/status", StringComparison.Ordinal));
            string found = await driver.Page.EvaluateAsync<string>("async () => JSON.stringify((await axe.run()).violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 160) + ' ' + (n.any[0]?.message ?? '')).join(' | ')}`))");
            violations.AddRange(JsonSerializer.Deserialize<string[]>(found)!.Select(violation => $"{view}: {violation}"));
        }

        Assert.Empty(violations);
    }
}
