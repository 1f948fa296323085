using Microsoft.Extensions.Hosting;

namespace EventGen.Hosting.Tests.Shop;

/// <summary>A hosted service that handles events.</summary>
internal sealed class NightWatch(Journal journal) : BackgroundService
{
    private int _heard;
    private bool _isOnDuty;

    [Subscribe]
    public ValueTask HearAsync(BellRung rung)
    {
        journal.Write($"watch on duty {_isOnDuty}, {++_heard} heard");
        return default;
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _isOnDuty = true;
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        journal.Write("watch ends");
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
}
