using Microsoft.Extensions.Logging;

namespace EventGen.Outbox.Tests;

/// <summary>What the log and the health say of settlements that the database refuses.</summary>
public sealed class RefusedSettlingsTests
{
    [Fact]
    public void WhoeverFindsItInTheHealth_FindsItInTheLog()
    {
        var log = new HealthLog();
        var refused = new RefusedSettlings("shop", new ManualTimeProvider(), log);
        log.Health = () => refused.Health?.Status ?? EventBusStatus.Healthy;
        var settling = new Settling(
            new LeasedEvent(Guid.NewGuid(), 1, new OutboxRouteKey("placed", 1, ["first"]), null, null), OutboxSettlementKind.Remove, new OutboxRouteKey("placed", 1, ["first"]), default, null, []);

        refused.Add(settling, "Unlucky numbers stay.");
        Assert.Equal(EventBusStatus.Degraded, refused.Health!.Status);
        refused.Add(settling, "Unlucky numbers stay.");
        refused.Written(settling);

        Assert.Null(refused.Health);
        Assert.Equal([(143, EventBusStatus.Healthy), (144, EventBusStatus.Degraded)], log.Entries);
    }

    // What the health says while a line is written.
    private sealed class HealthLog : ILogger
    {
        public Func<EventBusStatus> Health { get; set; } = null!;

        public List<(int Id, EventBusStatus Status)> Entries { get; } = [];

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Entries.Add((eventId.Id, Health()));

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;
    }
}
