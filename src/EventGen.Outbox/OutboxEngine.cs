using System.Data.Common;

namespace EventGen.Outbox;

/// <summary>The outbox of one bus: relays what the bus asks for to the loop that owns the store. Thread safe.</summary>
internal sealed class OutboxEngine(IOutboxStore store, OutboxOptions options) : IOutboxEngine
{
    // Of a row whose route is gone: its whole metadata can be read all the same.
    private static readonly OutboxRouteKey s_unknown = new("", 0, []);

    private readonly OutboxDeadLetters _deadLetters = new(store);

    // Written by the start.
    private volatile Relay? _relay;

    public IDeadLetterStore DeadLetters => _deadLetters;

    public OutboxHealth Health => _relay?.Health ?? OutboxHealth.Healthy;

    public bool HasOpened => _relay is { HasOpened: true };

    public OutboxStatus? Left => _relay?.Left;

    public bool HasOneWriter => store.HasOneWriter;

    private Relay Relay => _relay ?? throw new InvalidOperationException("The bus has not started: call StartAsync first, which opens the outbox.");

    public async ValueTask StartAsync(OutboxHost host, CancellationToken cancellationToken)
    {
        _deadLetters.Time = host.TimeProvider;
        var relay = new Relay(store, options, host, _deadLetters);
        _relay = relay;   // before: what it takes out may run at once
        try
        {
            await relay.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _relay = null;
            throw;
        }

        OutboxTelemetry.Opened(this, relay);
    }

    public void StopClaiming() => _relay?.StopClaiming();

    public async ValueTask<IReadOnlyDictionary<string, int>> StopAsync(CancellationToken cancellationToken)
    {
        OutboxTelemetry.Closed(this);
        return _relay is { } relay ? await relay.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(false) : new Dictionary<string, int>();
    }

    public ValueTask EmitAsync(DurableDelivery delivery, DurableEmit emit, CancellationToken cancellationToken)
    {
        var mode = emit.MayBeRepeated ? OutboxInsertMode.Repeat : OutboxInsertMode.New;
        return new ValueTask(Relay.EmitAsync(delivery, Relay.Routes.EmittedOf(delivery.Topic), emit, mode, cancellationToken));
    }

    public void Emit(DurableDelivery delivery, DurableEmit emit) => Relay.Emit(delivery, Relay.Routes.EmittedOf(delivery.Topic), emit);

    public async ValueTask EmitAsync(IReadOnlyList<DurableDelivery> deliveries, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var relay = Relay;
        var rows = new OutboxNewRow[deliveries.Count];
        for (int i = 0; i < rows.Length; i++) rows[i] = relay.EmittedRow(deliveries[i]);
        try
        {
            await store.InsertAsync(rows, transaction, cancellationToken).ConfigureAwait(false);
        }
        catch (OutboxStoreException exception)
        {
            throw new OutboxUnavailableException(deliveries[0].Topic.Descriptor.Id, deliveries[0].Message.Id, mayBeCommitted: false, exception);
        }
    }

    public async ValueTask<bool> ReceiveAsync(DurableDelivery delivery, CancellationToken cancellationToken) =>
        await Relay.EmitAsync(delivery, Relay.Routes.ReceivedOf(delivery.Topic), default, OutboxInsertMode.Received, cancellationToken).ConfigureAwait(false);

    public bool Begin(DurableDelivery delivery) => Relay.Leased.Begin(delivery);

    public void Report(DurableDelivery delivery, string target, DurableOutcome outcome) => Relay.Leased.Report(delivery, target, outcome, Relay.Unknown);

    public ValueTask<bool> WrittenAsync(DurableDelivery delivery, CancellationToken cancellationToken) => Relay.WrittenAsync(delivery, cancellationToken);

    public void End(DurableDelivery delivery)
    {
        if (Relay.Leased.End(delivery)) Relay.RunHeld(delivery);
    }

    public void GiveBack(DurableDelivery delivery) => Relay.Leased.GiveBack(delivery);

    public async ValueTask<OutboxWork> BeginWorkAsync(Guid? emission, string target, CancellationToken cancellationToken)
    {
        OutboxMark? mark = emission is { } id ? new OutboxMark(id, target) : null;
        return new HandlerWork(Relay, await store.BeginAsync(mark, options.LeaseDuration, cancellationToken).ConfigureAwait(false));
    }

    public IReadOnlyList<OutboxScript> GetSchemaScripts() => store.GetSchemaScripts(options.TablePrefix);

    public void UseExistingTables() => options.CreateTables = false;

    public ValueTask<bool> IsInAsync(DbConnection connection, CancellationToken cancellationToken) => store.IsInAsync(connection, cancellationToken);

    public ValueTask<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        _ = Relay;
        return store.GetStatusAsync(cancellationToken);
    }

    public async ValueTask<IReadOnlyList<OutboxEntry>> ListAsync(OutboxFilter filter, CancellationToken cancellationToken)
    {
        var relay = Relay;
        var rows = await store.ListAsync(filter, cancellationToken).ConfigureAwait(false);
        var routes = new Dictionary<int, OutboxRoute>();
        if (rows.Any(row => relay.Routes.Find(row.Route) is null))
            routes = (await store.SyncRoutesAsync([], cancellationToken).ConfigureAwait(false)).ToDictionary(static route => route.Id);
        return [.. rows.Select(row => Entry(row, relay.Routes.Find(row.Route) ?? routes.GetValueOrDefault(row.Route), relay.Clock.Now))];
    }

    public async ValueTask<bool> RetryAsync(Guid id, CancellationToken cancellationToken)
    {
        var relay = Relay;
        if (!await store.MakeDueAsync(id, cancellationToken).ConfigureAwait(false)) return false;
        relay.Wake();
        return true;
    }

    public ValueTask<bool> CancelAsync(Guid id, CancellationToken cancellationToken)
    {
        _ = Relay;
        return store.CancelAsync(id, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        OutboxTelemetry.Closed(this);
        await _deadLetters.StopTryingAsync().ConfigureAwait(false);
        await store.DisposeAsync().ConfigureAwait(false);
    }

    private static OutboxEntry Entry(OutboxRow row, OutboxRoute? route, DateTimeOffset now)
    {
        IReadOnlyList<OutboxTarget> targets = [];
        try
        {
            targets = TargetsForm.Read(route?.Key.Targets ?? [], row.Targets);
        }
        catch (Exception)
        {
            // A row that cannot be read is listed without them.
        }

        return new OutboxEntry
        {
            Position = row.Position,
            Id = row.Id,
            EventId = route?.Key.EventId ?? "",
            Version = route?.Key.Version ?? 0,
            Key = row.Key,
            Metadata = MetadataForm.Read(row, route?.Key ?? s_unknown, EventMessageLimits.Default)?.Metadata ?? EventMetadata.Empty,
            Timestamp = row.Timestamp,
            Due = row.Due,
            State = row.StateAt(now),
            Crashes = row.Crashes,
            Targets = targets,
        };
    }
}
