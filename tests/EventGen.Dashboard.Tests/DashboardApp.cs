using EventGen.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventGen.Dashboard.Tests;

/// <summary>A real server with the dashboard under a path base, an outbox, Redis and a handler that fails where it is told to, and a real Chromium.</summary>
internal sealed class DashboardApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly RedisServer _redis;
    private readonly string _folder;

    private DashboardApp(WebApplication app, IPlaywright playwright, IBrowser browser, RedisServer redis, string folder)
    {
        (_app, _playwright, _browser, _redis, _folder) = (app, playwright, browser, redis, folder);
        Bus = app.Services.GetRequiredService<EventBus>();
        Address = $"{app.Urls.Single()}/base/eventgen";
    }

    public EventBus Bus { get; }

    public string Address { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<DashboardApp> StartAsync(Action<EventGenManagementOptions>? configure = null, string? source = null)
    {
        string chromium = ChromiumRequirement.Path();
        RedisServer.Require();
        var redis = await RedisServer.StartAsync();
        string folder = Directory.CreateTempSubdirectory("dashboard-").FullName;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "desk", EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var events = builder.Services.AddEventGen(options => (options.Retry, options.Source) = (RetryPolicy.None, source)).AddSqliteOutbox($"Data Source={Path.Combine(folder, "outbox.db")}");
        events.AddRedis("board", options => options.Address = $"127.0.0.1:{redis.Port}");
        builder.Services.AddAuthorizationBuilder().AddPolicy("nobody", static policy => policy.RequireAssertion(static _ => false));
        var app = builder.Build();
        app.UsePathBase("/base");
        app.UseRouting();
        app.MapEventGenDashboard("/eventgen", configure: configure);
        await app.StartAsync(Cancellation);

        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = ["--no-sandbox"] });
        return new DashboardApp(app, playwright, browser, redis, folder);
    }

    /// <summary>Opens a view, and fails at the end where the page did something that it must not.</summary>
    public async Task<DashboardPageDriver> OpenAsync(string view = "", int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        var driver = new DashboardPageDriver(context, await context.NewPageAsync(), new Uri(Address));
        await driver.Page.GotoAsync(view.Length == 0 ? Address : $"{Address}/#/{view}");
        return driver;
    }

    public async Task PlaceAsync(int number, string note = "", string? correlation = null)
    {
        using (EventMetadata.Push(correlationId: correlation)) await Bus.Topic<OrderPlaced>().EmitAsync(new OrderPlaced(number, $"c-{number % 5}", note), Cancellation);
    }

    /// <summary>Has an order fail, and waits for its dead letter.</summary>
    public async Task FailAsync(int number, string? correlation = null, string note = "fail")
    {
        long before = Bus.DeadLetters.Count;
        await PlaceAsync(number, note, correlation);
        await Eventually.TrueAsync(() => Bus.DeadLetters.Count > before);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _app.DisposeAsync();
        await _redis.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
