using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace EventGen.Tests.Context;

/// <summary>A bus that nobody stops, and that nobody has any more, is collected.</summary>
public sealed class DroppedBusTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bus_DroppedWithoutAStop_IsNotKeptAlive(bool isStarted)
    {
        var bus = await UseAsync(isStarted);

        await Eventually.TrueAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !bus.IsAlive;
        });
    }

    [Theory]
    [InlineData("a stream")]
    [InlineData("a stream that a reader waits for")]
    [InlineData("a stream of a token that lives on")]
    [InlineData("statistics")]
    [InlineData("a scope and a trace that live on")]
    [InlineData("a timer of a retry that is over")]
    [InlineData("all of them")]
    public async Task StartedBus_DroppedWithoutAStop_IsNotKeptAliveBy(string what)
    {
        using var living = new CancellationTokenSource();
        using var scope = EventMetadata.Push(userId: "u1");
        using var activity = new Activity("process").Start();
        var bus = await AbandonAsync(what, living.Token);

        await Eventually.TrueAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !bus.IsAlive;
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> AbandonAsync(string what, CancellationToken living)
    {
        bool all = what == "all of them";
        var bus = await TestBus.StartAsync(static options => options.Retry = new RetryPolicy { Attempts = 2, Delay = TimeSpan.FromMilliseconds(1) });
        var topic = bus.Topic<Ping>();
        if (all || what == "a stream") topic.Stream();
        if (all || what == "a stream that a reader waits for") _ = topic.Stream().Reader.ReadAsync(CancellationToken.None).AsTask();
        if (all || what == "a stream of a token that lives on") topic.Stream(new() { CancellationToken = living });
        if (all || what == "statistics") bus.Statistics.Start();
        if (all || what == "a scope and a trace that live on")
        {
            var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            topic.Subscribe((_, _) => handled.TrySetResult());
            bus.Topic<Pong>().Subscribe(_ => topic.Emit(new Ping()));
            await bus.Topic<Pong>().EmitAsync(new Pong(), CancellationToken.None);
            await Deadline.WithinAsync(handled.Task, "the event");
        }

        if (all || what == "a timer of a retry that is over")
        {
            int attempts = 0;
            var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            topic.Subscribe(_ =>
            {
                if (Interlocked.Increment(ref attempts) == 1) throw new InvalidOperationException("again");
                again.TrySetResult();
            });
            await topic.EmitAsync(new Ping(), CancellationToken.None);
            await Deadline.WithinAsync(again.Task, "the second attempt");
        }

        topic.Emit(new Ping());
        return new WeakReference(bus);
    }

    // Apart, so that nothing of it stays on the test's stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> UseAsync(bool isStarted)
    {
        var bus = TestBus.Create();
        var handled = new TaskCompletionSource();
        bus.Topic<Ping>().Subscribe(_ => handled.TrySetResult());
        if (isStarted)
        {
            await bus.StartAsync();
            await bus.Topic<Ping>().EmitAsync(new Ping());
            await Deadline.WithinAsync(handled.Task, "the event");
        }

        bus.Topic<Ping>().Emit(new Ping());
        return new WeakReference(bus);
    }
}
