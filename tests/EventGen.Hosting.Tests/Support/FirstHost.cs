using EventGen.Hosting.Tests.Support;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(FirstHost))]

namespace EventGen.Hosting.Tests.Support;

/// <summary>
/// Uses the ambient bus before any host has started, then starts one: a process can do that once, so it happens before all tests.
/// </summary>
public sealed class FirstHost : IAsyncLifetime
{
    private readonly LogRecorder _log = new();

    /// <summary>The bus that the first use of an accessor made.</summary>
    public EventBus? MadeOnFirstUse { get; private set; }

    /// <summary>The host's bus.</summary>
    public EventBus? Hosted { get; private set; }

    /// <summary>What <see cref="EventBus.Current"/> was while the host ran.</summary>
    public EventBus? CurrentWhileItRan { get; private set; }

    internal IReadOnlyList<LogEntry> Log => _log.Entries;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        MadeOnFirstUse = Events.Text.Bus;

        var builder = ShopHost.CreateBuilder();
        builder.Logging.AddProvider(_log);
        builder.AddShop();
        using var host = await builder.StartAsync();
        Hosted = host.Bus();
        CurrentWhileItRan = EventBus.Current;

        await host.StopAsync(TestContext.Current.CancellationToken);
        await MadeOnFirstUse.StopAsync(TestContext.Current.CancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;
}
