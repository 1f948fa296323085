using System.Threading.Channels;
using EventGen.Benchmarks.Timing;

namespace EventGen.Benchmarks.Queue;

/// <summary>
/// The CPU time of one event in the queue, the emitter's and the worker's apart: the queue is filled while its only worker is held,
/// then emptied while nobody emits. No two threads run at once, so neither the scheduler nor other programs change much.
/// </summary>
internal static class QueueCost
{
    public const string Switch = "--queue";

    private const int Events = 1000;
    private const int Capacity = 1024;
    private const int Keys = 16;
    private const int WarmUps = 2000;
    private const int Rounds = 4000;

    public static async Task RunAsync()
    {
        Console.WriteLine($"CPU time of an event, median and lower quartile of {Rounds} rounds of {Events} events");
        await MeasureAsync("EmitAsync", static (bus, gate) =>
        {
            var topic = bus.Topic<Gated>();
            var payload = new Gated(gate);
            return _ => Accept(topic.EmitAsync(payload));
        });
        await MeasureAsync($"EmitAsync, {Keys} keys", static (bus, gate) =>
        {
            var topic = bus.Topic<KeyedGated>();
            KeyedGated[] payloads = [.. Enumerable.Range(0, Keys).Select(key => new KeyedGated(gate, key))];
            return i => Accept(topic.EmitAsync(payloads[i % Keys]));
        });
        await MeasureAsync("EmitAsync, a handler with context", static (bus, gate) =>
        {
            var topic = bus.Topic<GatedWithContext>();
            var payload = new GatedWithContext(gate);
            return _ => Accept(topic.EmitAsync(payload));
        });
        await MeasureAsync("TryEnqueue", static (bus, gate) =>
        {
            var topic = bus.Topic<Gated>();
            var payload = new Gated(gate);
            return _ => Accept(topic.TryEnqueue(payload));
        });
        await MeasureAsync("Emit, an asynchronous handler", static (bus, gate) =>
        {
            var topic = bus.Topic<GatedInPart>();
            var payload = new GatedInPart(gate);
            return _ => topic.Emit(payload);
        });
        MeasureChannel();
    }

    private static async Task MeasureAsync(string name, Func<EventBus, WorkerGate, Action<int>> emitter)
    {
        await using var bus = EventBus.Create(static bus => bus
            .AddModule(EventGenBenchmarksEventModule.Instance)
            .Configure(static options => (options.QueueCapacity, options.Workers) = (Capacity, 1)));
        await bus.StartAsync();
        Measure(name, gate => emitter(bus, gate), gate => Accept(bus.TryEmitHeld(gate)));
    }

    // What a bare channel of the same size takes for it.
    private static void MeasureChannel()
    {
        var channel = Channel.CreateBounded<object>(new BoundedChannelOptions(Capacity) { SingleReader = true });
        Task.Factory.StartNew(
            () =>
            {
                while (true)
                {
                    if (!channel.Reader.TryRead(out var read)) channel.Reader.WaitToReadAsync().AsTask().Wait();
                    else if (read is Gated gated) gated.Gate.Pass();
                    else if (read is Held held) held.Gate.Hold();
                    else return;
                }
            },
            TaskCreationOptions.LongRunning);
        Measure(
            "a bounded channel, TryWrite",
            gate =>
            {
                var payload = new Gated(gate);
                return _ => Accept(channel.Writer.TryWrite(payload));
            },
            gate => Accept(channel.Writer.TryWrite(new Held(gate))));
        Accept(channel.Writer.TryWrite(""));
    }

    private static void Measure(string name, Func<WorkerGate, Action<int>> emitter, Action<WorkerGate> hold)
    {
        var emitting = new double[Rounds];
        var handling = new double[Rounds];
        for (int round = -WarmUps; round < Rounds; round++)
        {
            var gate = new WorkerGate(Events);
            var emit = emitter(gate);
            hold(gate);
            gate.WaitUntilReached();
            var begun = ThreadCpu.Now();
            for (int i = 0; i < Events; i++) emit(i);
            var emitted = ThreadCpu.Now() - begun;
            gate.OpenUntilEmpty();
            if (round < 0) continue;
            emitting[round] = emitted.TotalNanoseconds / Events;
            handling[round] = gate.Handling.TotalNanoseconds / Events;
        }

        Array.Sort(emitting);
        Array.Sort(handling);
        Console.WriteLine(FormattableString.Invariant(
            $"{name,-36} emitter {emitting[Rounds / 2],6:F1} ns ({emitting[Rounds / 4]:F1}), worker {handling[Rounds / 2],6:F1} ns ({handling[Rounds / 4]:F1})"));
    }

    private static bool TryEmitHeld(this EventBus bus, WorkerGate gate) => bus.Topic<Held>().TryEnqueue(new Held(gate));

    private static void Accept(ValueTask emitted)
    {
        if (!emitted.IsCompletedSuccessfully) throw new InvalidOperationException("The queue had no room.");
    }

    private static void Accept(bool emitted)
    {
        if (!emitted) throw new InvalidOperationException("The queue had no room.");
    }
}
