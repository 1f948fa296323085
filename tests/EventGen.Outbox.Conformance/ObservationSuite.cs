using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace EventGen.Outbox.Conformance;

/// <summary>What an operator sees of an outbox: metrics and health.</summary>
public abstract class ObservationSuite(StoreBackend backend) : StoreSuite(backend)
{
    private readonly string _run = Guid.NewGuid().ToString();

    private Mailroom Room => Mailroom.Of(_run);

    [Fact]
    public async Task TheMetrics_TellWhatWaits_SinceWhen_AndWhatWasSettled()
    {
        using var meters = new Meters(_run);
        var gate = Room.Gate = new AsyncGate();
        await using var bus = await StartAsync();
        var id = Guid.CreateVersion7();
        await bus.Topic<Posted>().EmitAsync(new Posted(_run, 1), id, Cancellation);
        await bus.Topic<Posted>().EmitAsync(new Posted(_run, 2), Cancellation);
        await bus.Topic<Posted>().ScheduleAsync(new Posted(_run, 3), TimeSpan.FromDays(1), Cancellation);

        await Eventually.TrueAsync(() => meters.Last("eventgen.outbox.pending") == 2 && meters.Last("eventgen.outbox.oldest") > 0);
        Assert.InRange(meters.Last("eventgen.outbox.oldest")!.Value, 0, Deadline.Default.TotalSeconds);
        Assert.Equal(0, meters.Sum("eventgen.outbox.settled"));

        await bus.Topic<Posted>().EmitAsync(new Posted(_run, 1), id, Cancellation);
        Assert.Equal(1, meters.Sum("eventgen.outbox.duplicates"));

        gate.Open();
        await Eventually.TrueAsync(() => meters.Last("eventgen.outbox.pending") == 0 && meters.Last("eventgen.outbox.oldest") == 0);
        Assert.Equal(2, meters.Sum("eventgen.outbox.settled"));
        Assert.Equal((1, 0), (meters.Sum("eventgen.outbox.duplicates"), meters.Sum("eventgen.outbox.orphans")));
    }

    [Fact]
    public async Task TheMetrics_CountWhatTheDeadLeft_TheSameInstanceAndAnother()
    {
        using var meters = new Meters(_run);
        foreach (string instance in (string[])["a", "b"])
        {
            var dead = await OpenAsync(_run, instance, lease: TimeSpan.FromSeconds(1));
            Assert.Equal(OutboxInsertOutcome.Leased, (await dead.InsertAsync(lease: OutboxLeaseRequest.Always)).Result.Outcome);
            await KillAsync(dead);
        }

        await using var bus = await StartAsync();

        await Eventually.TrueAsync(() => meters.Sum("eventgen.outbox.orphans") == 2);
    }

    [Fact]
    public async Task ABusThatHasStopped_IsMeasuredNoMore()
    {
        using var meters = new Meters(_run);
        await using (var bus = await StartAsync()) Assert.Equal(0, meters.Last("eventgen.outbox.pending"));

        Assert.Null(meters.Last("eventgen.outbox.pending"));
    }

    [Fact]
    public async Task ADatabaseThatFails_MakesTheBusDegraded_UntilItWorks_AndLosesNothing()
    {
        var log = new LogRecorder();
        await using var bus = await StartAsync(log);
        await bus.Topic<Posted>().ScheduleAsync(new Posted(_run, 1), TimeSpan.FromDays(1), Cancellation);
        Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Status);

        await ExecuteAsync("ALTER TABLE eventgen_outbox RENAME TO away");
        await Eventually.TrueAsync(() => bus.GetHealth().Status == EventBusStatus.Degraded);
        Assert.Contains($"Outbox '{bus.GetHealth().Problems[0].Split('\'')[1]}' does not work", Assert.Single(bus.GetHealth().Problems), StringComparison.Ordinal);
        Assert.Contains("not as they should be", bus.GetHealth().Problems[0], StringComparison.Ordinal);

        await ExecuteAsync("ALTER TABLE away RENAME TO eventgen_outbox");
        await Eventually.TrueAsync(() => bus.GetHealth().Status == EventBusStatus.Healthy);
        Assert.Equal((1, 1), (log.Count(121), log.Count(122)));
        Assert.Equal(1, (await bus.Outbox.GetStatusAsync(Cancellation)).Scheduled);
        await bus.Topic<Posted>().EmitAsync(new Posted(_run, 2), Cancellation);
        await Eventually.TrueAsync(() => Room.Handled.Contains(2));
    }

    private async Task<EventBus> StartAsync(LogRecorder? log = null)
    {
        var bus = EventBus.Create(b =>
        {
            b.AddModule(EventGenOutboxConformanceEventModule.Instance).UseServices(NoServices.Instance);
            if (log is not null) b.UseLogging(log);
            Backend.AddOutbox(b, options => (options.Application, options.Instance, options.PollInterval) = (_run, "a", TimeSpan.FromMilliseconds(50)));
        });
        await bus.StartAsync(Cancellation);
        return bus;
    }

    /// <summary>Listens to the metrics of one application's outbox. Thread safe.</summary>
    private sealed class Meters : IDisposable
    {
        private readonly MeterListener _listener = new() { InstrumentPublished = static (instrument, listener) => EnableOutbox(instrument, listener) };
        private readonly ConcurrentQueue<(string Name, double Value)> _counted = new();
        private readonly string _application;

        public Meters(string application)
        {
            _application = application;
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument.Name, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument.Name, value, tags));
            _listener.Start();
        }

        /// <summary>What a counter came to.</summary>
        public double Sum(string name) => _counted.Where(one => one.Name == name).Sum(static one => one.Value);

        /// <summary>What a gauge shows now; <see langword="null"/> for nothing.</summary>
        public double? Last(string name)
        {
            int before = _counted.Count;
            _listener.RecordObservableInstruments();
            var shown = _counted.Skip(before).Where(one => one.Name == name).ToArray();
            return shown.Length == 0 ? null : shown[^1].Value;
        }

        public void Dispose() => _listener.Dispose();

        private static void EnableOutbox(Instrument instrument, MeterListener listener)
        {
            if (instrument.Meter.Name == EventGenTelemetry.MeterName && instrument.Name.StartsWith("eventgen.outbox.", StringComparison.Ordinal)) listener.EnableMeasurementEvents(instrument);
        }

        private void Note(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
            {
                if (tag.Key == "eventgen.application" && Equals(tag.Value, _application)) _counted.Enqueue((name, value));
            }
        }
    }
}
