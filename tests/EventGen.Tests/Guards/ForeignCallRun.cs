using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Tests.Guards;

/// <summary>Emits events while foreign code throws, and checks what holds whatever throws.</summary>
internal static class ForeignCallRun
{
    // More than the emits that handlers may make within one another: none may leave the thread's count too high.
    private const int Events = 80;

    public static async Task AssertAsync(ForeignCall foreign, EmitCall call)
    {
        await using var services = new ServiceCollection().AddScoped(_ => foreign.Service()).BuildServiceProvider();
        var store = new HostileStore(foreign.StoreCall);
        var log = new CallLog();
        using var listening = foreign.Listen?.Invoke();
        var outer = Activity.Current;
        await using var bus = TestBus.Create(
            options =>
            {
                options.QueueCapacity = 2 * Events;
                foreign.Options?.Invoke(options);
            },
            foreign.Provider(services),
            [new HostileTransport(foreign.PublisherCall)],
            builder =>
            {
                builder.UseDeadLetterStore(store);
                foreign.Build?.Invoke(builder);
            });
        object? kept = foreign.Made?.Invoke(bus);
        await bus.StartAsync();

        for (int i = 1; i <= Events; i++)
        {
            var work = new ThrowingPartsWork(log);
            foreign.Work?.Invoke(work);
            await bus.Topic<ThrowingPartsEvent>().EmitByAsync(call, new ThrowingPartsEvent(work, i));
        }

        // The workers live.
        var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            await Task.Yield();
            next.TrySetResult();
        });
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await Deadline.WithinAsync(next.Task, "the next event");
        await bus.DrainAsync();
        GC.KeepAlive(kept);   // a stream that is forgotten ends

        string[] expected = [.. Enumerable.Range(1, Events).SelectMany(static number => new[] { $"second {number}", $"third {number}" }).Order(StringComparer.Ordinal)];
        Assert.Equal(expected, log.Entries.Order(StringComparer.Ordinal));
        Assert.Equal((Events * foreign.Failures, Events * foreign.DeadLetters), (bus.GetHealth().Failed, store.Kept + bus.DeadLetters.Lost));
        Assert.Equal((0, 0), (bus.GetHealth().Retrying, bus.GetHealth().QueueLength));
        Assert.Equal(0, EmitDepth.Current);
        Assert.Same(outer, Activity.Current);
    }
}
