namespace WebShop;

/// <summary>Emits while the application starts, and from the work that it starts then.</summary>
public sealed class Opening : BackgroundService
{
    /// <summary>Ends the work.</summary>
    public TaskCompletionSource Knock { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Events.ShopOpened.EmitAsync(new ShopOpened("start"), cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Knock.Task.WaitAsync(stoppingToken);
        await Events.ShopOpened.EmitAsync(new ShopOpened("work"), stoppingToken);
    }
}
