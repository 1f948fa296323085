using EventGen.Hosting.Tests.Shop;
using EventGen.Hosting.Tests.Support;
using Microsoft.Extensions.Logging;

namespace EventGen.Hosting.Tests;

public sealed class LoggingTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bus_LogsToTheHostsLoggers()
    {
        var log = new LogRecorder();
        var builder = ShopHost.CreateBuilder();
        builder.Logging.AddProvider(log);
        builder.AddShop();
        using var host = await builder.StartAsync();
        host.Bus().Topic<TextEvent>().Subscribe(static (TextEvent _) => throw new IOException("no paper"));

        host.Bus().Topic<TextEvent>().Emit(new TextEvent("x"));
        await host.StopAsync(Aborted);

        var entries = log.Entries.Where(static entry => entry.Category == "EventGen").ToArray();
        Assert.Equal([(1, LogLevel.Information), (10, LogLevel.Error), (147, LogLevel.Warning)], entries.Select(static entry => (entry.Id, entry.Level)));
        Assert.IsType<IOException>(entries[1].Exception);
        Assert.Contains("'text'", entries[1].Message);
        Assert.Contains(nameof(LoggingTests), entries[1].Message);
    }
}
