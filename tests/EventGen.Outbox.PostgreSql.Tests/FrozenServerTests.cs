using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>A server whose processes all stand still: it takes connections, and answers nothing.</summary>
public sealed partial class FrozenServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheHealthIsDegraded_WithTheFirstRefusal_AndTheLogSaysForHowLongItStoodStill()
    {
        PostgreSqlServer.Require();
        await using var server = await PostgreSqlServer.StartAsync("fsync=off");
        var log = new LogRecorder();
        await using var bus = EventBus.Create(b => b
            .AddModule(EventGenOutboxConformanceEventModule.Instance).UseServices(NoServices.Instance).UseLogging(log)
            .AddPostgreSqlOutbox(server.ConnectionString(), static options => options.Application = "shop"));
        await bus.StartAsync(Cancellation);
        await bus.Topic<Posted>().EmitAsync(new Posted("frozen", 1), Cancellation);
        Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Status);

        server.Freeze();
        long began = Stopwatch.GetTimestamp();
        TimeSpan stood;
        try
        {
            await Assert.ThrowsAsync<OutboxUnavailableException>(async () => await bus.Topic<Posted>().EmitAsync(new Posted("frozen", 2), Cancellation));
            Assert.Equal(EventBusStatus.Degraded, bus.GetHealth().Status);
            stood = Stopwatch.GetElapsedTime(began);
        }
        finally
        {
            server.Thaw();
        }

        await Eventually.TrueAsync(() => bus.GetHealth().Status == EventBusStatus.Healthy, TimeSpan.FromSeconds(90));
        string told = Assert.Single(log.Entries, static entry => entry.Id == 122).Text;
        var outage = TimeSpan.Parse(Outage().Match(told).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(outage > stood - TimeSpan.FromSeconds(1), $"It stood still for {stood}, and the log says: {told}");
    }

    [GeneratedRegex(@"works again after ([\d:.]+\d)")]
    private static partial Regex Outage();
}
