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
