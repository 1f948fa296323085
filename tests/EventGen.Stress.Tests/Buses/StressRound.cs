using System.Collections.Concurrent;

namespace EventGen.Stress.Tests.Buses;

/// <summary>One bus, emitters that press events into it in every way, handlers that behave as badly as handlers do, and what became of each event.</summary>
public sealed class StressRound
{
    private const int ByHandler = -1;
    private static readonly InvalidOperationException s_failure = new("as some handlers do");

    private readonly int _seed;
    private readonly RoundSettings _settings;
    private readonly EventBus _bus;
    private readonly EventTopic<Job> _topic;
    private readonly ConcurrentQueue<string> _faults = new();

    // By number. Written by whoever emits or handles the event, read when all have ended.
    private readonly bool[] _accepted;
    private readonly int[] _handled;

    // By partition: how many of its events run, and by emitter the number of the last that ran. The partition's handlers write it, one at a time.
    private readonly ConcurrentDictionary<string, int[]> _lastOfPartition = new();
    private readonly ConcurrentDictionary<string, int> _runningByPartition = new();

    // Interlocked only.
    private int _numbers = -1;
    private int _thrown;

    public StressRound(int seed)
    {
        _seed = seed;
        _settings = RoundSettings.Draw(new Random(seed));
        _accepted = new bool[_settings.Emitters * _settings.EventsPerEmitter * 3];
        _handled = new int[_accepted.Length];
        _bus = EventBus.Create(bus => bus
            .AddModule(EventGenStressTestsEventModule.Instance)
            .Configure(options => (options.Workers, options.QueueCapacity, options.WhenQueueFull) = (_settings.Workers, _settings.Capacity, _settings.Mode)));
        _topic = _bus.Topic<Job>();
    }

    public async Task RunAsync()
    {
        await _bus.StartAsync();
        using var ended = new CancellationTokenSource();
        var watch = Task.Run(() => WatchAsync(ended.Token));
        Task[] emitters = [.. Enumerable.Range(0, _settings.Emitters).Select(emitter => Task.Run(() => EmitAllAsync(emitter)))];
        var emitted = Task.WhenAll(emitters);

        if (_settings.End == RoundEnd.Quiet) await Deadline.WithinAsync(emitted, $"the emitters of {this}");
        else await Task.WhenAny(emitted, Task.Delay(new Random(_seed).Next(20)));
        var report = await Deadline.WithinAsync(_bus.StopAsync(new CancellationToken(_settings.End == RoundEnd.Abrupt)), $"the stop of {this}");
        await Deadline.WithinAsync(emitted, $"the emitters of {this} to be refused");
        await ended.CancelAsync();
        await watch;
        Check(report);
    }

    public override string ToString() => _settings.ToString();

    internal async ValueTask HandleAsync(Job job, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _handled[job.Number]) != 1) _faults.Enqueue($"event {job.Number} handled twice");
        if (job.Partition is { } entered) Enter(entered, job);
        var chance = new Random(unchecked(_seed * 31 + job.Number));
        try
        {
            if (OneIn(_settings.SuspendsOneIn, chance)) await Task.Yield();
            if (job.Emitter != ByHandler && OneIn(_settings.EmitsOneIn, chance)) await EmitMoreAsync(chance);
            if (OneIn(_settings.ThrowsOneIn, chance)) Fail();
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException)
        {
            // The bus gave up draining.
        }
        finally
        {
            if (job.Partition is { } left) _runningByPartition.AddOrUpdate(left, 0, static (_, running) => running - 1);
        }
    }

    private static bool OneIn(int times, Random chance) => times != 0 && chance.Next(times) == 0;

    private void Fail()
    {
        Interlocked.Increment(ref _thrown);
        throw s_failure;
    }

    private void Enter(string partition, Job job)
    {
        if (_runningByPartition.AddOrUpdate(partition, 1, static (_, running) => running + 1) != 1) _faults.Enqueue($"two events of partition {partition} at once");
        if (job.Emitter == ByHandler) return;
        int[] last = _lastOfPartition.GetOrAdd(partition, _ => new int[_settings.Emitters]);
        if (last[job.Emitter] > job.Number) _faults.Enqueue($"partition {partition}: event {job.Number} of emitter {job.Emitter} after {last[job.Emitter]}");
        last[job.Emitter] = job.Number;
    }

    private async Task EmitAllAsync(int emitter)
    {
        var chance = new Random(_seed + emitter);
        for (int i = 0; i < _settings.EventsPerEmitter; i++)
        {
            if (chance.Next(16) == 0) await Task.Yield();
            if (!await EmitAsync(emitter, chance)) return;
        }
    }

    private async Task EmitMoreAsync(Random chance)
    {
        await EmitAsync(ByHandler, chance);
        await EmitAsync(ByHandler, chance);
    }

    /// <returns>False when the bus has stopped.</returns>
    private async Task<bool> EmitAsync(int emitter, Random chance)
    {
        var job = new Job(this, _settings.Keys == 0 ? null : $"{chance.Next(_settings.Keys)}", Interlocked.Increment(ref _numbers), emitter);
        try
        {
            _accepted[job.Number] = await TryEmitAsync(job, chance);
            return true;
        }
        catch (EventBusStoppedException)
        {
            return false;
        }
        catch (Exception exception) when (exception is EventQueueFullException or OperationCanceledException)
        {
            return true;
        }
    }

    /// <returns>True when it was accepted, even if it was dropped at once.</returns>
    private async ValueTask<bool> TryEmitAsync(Job job, Random chance)
    {
        switch (chance.Next(8))
        {
            case 0:
                _topic.Emit(job);
                return true;
            case 1:
                return _topic.TryEnqueue(job);
            case 2:
                using (var cancelled = new CancellationTokenSource())
                {
                    var accepted = _topic.EmitAsync(job, cancelled.Token);
                    if (chance.Next(2) == 0) await cancelled.CancelAsync();
                    await accepted;
                    return true;
                }

            default:
                await _topic.EmitAsync(job);
                return true;
        }
    }

    private async Task WatchAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            int length = _bus.GetHealth().QueueLength;
            if (length > _settings.Bound) _faults.Enqueue($"{length} events wait, {_settings.Bound} may");
            if (length < 0) _faults.Enqueue($"{length} events wait");
            await Task.Yield();
        }
    }

    private void Check(DrainReport report)
    {
        int accepted = _accepted.Count(static accepted => accepted);
        int handled = _handled.Sum();
        int left = report.Undelivered.Values.Sum();
        var health = _bus.GetHealth();
        for (int i = 0; i <= _numbers; i++)
        {
            if (_handled[i] != 0 && !_accepted[i]) _faults.Enqueue($"event {i} was refused, and handled");
        }

        if (accepted != handled + left + health.Dropped) _faults.Enqueue($"accepted {accepted}, but handled {handled}, left {left}, dropped {health.Dropped}");
        if (_settings.End != RoundEnd.Abrupt && left != 0) _faults.Enqueue($"{left} events are left after a drain");
        if (report.Running != 0) _faults.Enqueue($"{report.Running} workers have not ended");
        if (health.QueueLength != 0) _faults.Enqueue($"{health.QueueLength} events wait after the stop");
        if (health.Failed != _thrown) _faults.Enqueue($"{_thrown} handlers threw, {health.Failed} are counted");
        Assert.True(_faults.IsEmpty, $"{this}: {string.Join("; ", _faults.Take(5))} ({_faults.Count} faults)");
    }
}
