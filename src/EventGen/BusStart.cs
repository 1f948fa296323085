namespace EventGen;

/// <summary>What <see cref="EventBus.StartAsync"/> does: checks, handlers, outbox, workers, transports, in this order.</summary>
/// <param name="bus">The bus.</param>
/// <param name="parts">What it is made of.</param>
internal sealed class BusStart(EventBus bus, BusComposition parts)
{
    /// <inheritdoc cref="EventBus.RepeatedHandlers"/>
    public IReadOnlyList<string> RepeatedHandlers => StartCheck.RepeatedHandlers(parts.Events);

    public Task RunAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled(cancellationToken);
        var errors = StartCheck.Errors(parts.Events, parts.Publishers, parts.Services is not null, parts.OutboxLifetime.IsThere || parts.DeliversDurableFromMemory);
        if (AddedChecks() is { Length: > 0 } checks && parts.Lifetime.IsBeforeStart) return StartCheckedAsync(errors, checks, cancellationToken);
        return errors.Count > 0 ? Task.FromException(StartCheck.Failure(errors)) : StartAllAsync(cancellationToken);
    }

    /// <summary>Starts the workers without the checks.</summary>
    /// <returns>False when the bus has stopped.</returns>
    public bool Launch() =>
        bus.IsNull || parts.Lifetime.TryStart(() => parts.Logger.Started(parts.Events.Length, parts.Options.Workers, parts.Options.QueueCapacity));

    /// <summary>Makes the handlers of which there is one instance for the bus, if it has not started.</summary>
    /// <remarks>
    /// On the starter's thread, before any worker runs, and outside of any lock: constructors are user code. They may emit, and then
    /// mean this bus, which the starter may not have put in force yet.
    /// </remarks>
    public void MakeHandlers()
    {
        if (bus.IsNull || parts.Registry.HandlerClasses.Count == 0 || !parts.Lifetime.IsBeforeStart) return;
        using (Ambient.Enter(Ambient.Current.WithBus(bus))) parts.Instances.MakeAll(parts.Registry.HandlerClasses);
    }

    // Those that packages have added to the container.
    private IEventBusStartCheck[] AddedChecks() => parts.Services is { } services ? AddedChecks(services) : [];

    private static IEventBusStartCheck[] AddedChecks(IServiceProvider services) =>
        services.GetService(typeof(IEnumerable<IEventBusStartCheck>)) is IEnumerable<IEventBusStartCheck> checks ? [.. checks] : [];

    private async Task StartCheckedAsync(List<string> errors, IEventBusStartCheck[] checks, CancellationToken cancellationToken)
    {
        foreach (var check in checks) errors.AddRange(await check.CheckAsync(bus, cancellationToken).ConfigureAwait(false));
        if (errors.Count > 0) throw StartCheck.Failure(errors);
        await StartAllAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task StartAllAsync(CancellationToken cancellationToken)
    {
        MakeHandlers();
        if (parts.Instances.Circle is { } circle) return Task.FromException(new InvalidOperationException($"The event bus cannot start. {circle.Message}", circle));
        return parts.OutboxLifetime.IsThere ? StartWithOutboxAsync(cancellationToken) : StartWorkersAsync(cancellationToken);
    }

    private async Task StartWithOutboxAsync(CancellationToken cancellationToken)
    {
        DurableTopic[] topics = [.. parts.Events.Where(static entry => entry.IsDurable).Select(entry => parts.Topics.Find(entry.Id)!.DurableTopic!)];
        var host = new OutboxHost(parts.Queue, topics, ApplicationName.Of(parts.Contexts.Own.Source), parts.Time, parts.Logger, parts.Limits);
        if (!bus.IsStopped) await parts.OutboxLifetime.StartAsync(host, cancellationToken).ConfigureAwait(false);
        await StartWorkersAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task StartWorkersAsync(CancellationToken cancellationToken) => Launch()
        ? parts.Transports.Started.WaitAsync(cancellationToken)
        : Task.FromException(new InvalidOperationException("The event bus has stopped and does not start again; make a new one."));
}
