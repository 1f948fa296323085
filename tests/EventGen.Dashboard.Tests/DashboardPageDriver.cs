using System.Collections.Concurrent;

namespace EventGen.Dashboard.Tests;

/// <summary>A page in the browser, watched: no error, no request to another place, no sensitive value.</summary>
internal sealed class DashboardPageDriver : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    public DashboardPageDriver(IBrowserContext context, IPage page, Uri origin)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, error) => _faults.Enqueue($"script: {error}");
        page.Console += (_, message) =>
        {
            // A status that the page expects, such as 404 of a trace, is told there too.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) _faults.Enqueue($"console: {message.Text}");
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(origin.GetLeftPart(UriPartial.Authority) + "/base/eventgen", StringComparison.Ordinal)) _faults.Enqueue($"request: {request.Url}");
        };
    }

    public IPage Page { get; }

    /// <summary>Waits until a text is shown.</summary>
    public Task SeeAsync(string text) => Page.GetByText(text).First.WaitForAsync(new LocatorWaitForOptions { Timeout = 20_000 });

    public Task ClickAsync(string button) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button, Exact = true }).First.ClickAsync(new LocatorClickOptions { Timeout = 20_000 });

    public async ValueTask DisposeAsync()
    {
        string shown = await Page.ContentAsync();
        await _context.DisposeAsync();
        Assert.DoesNotContain(OrderPlaced.PlantedCard, shown, StringComparison.Ordinal);
        Assert.Empty(_faults);
    }
}
