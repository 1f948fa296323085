namespace EventGen.Tests.Queueing;

/// <summary>A synchronization context that a handler leaves on its thread reaches no other handler's <c>await</c>.</summary>
public sealed class LeftContextTests
{
    private readonly CallLog _calls = new();

    [Theory]
    [InlineData(EmitCall.EmitAsync, false)]
    [InlineData(EmitCall.TryEnqueue, false)]
    [InlineData(EmitCall.InvokeAsync, false)]
    [InlineData(EmitCall.EmitAsync, true)]
    [InlineData(EmitCall.TryEnqueue, true)]
    [InlineData(EmitCall.InvokeAsync, true)]
    public async Task HandlersAndSubscribersOfOneEvent_FindNoneOfIt(EmitCall call, bool isGuarded)
    {
        await using var bus = await StartAsync(isGuarded);
        bus.Topic<Stained>().Subscribe(static (Stained _) => IdleContext.Leave());
        bus.Topic<Stained>().Subscribe(NoteAsync);
        bus.Topic<StainedLater>().Subscribe(static (StainedLater _) => IdleContext.Leave());

        await Deadline.WithinAsync(Task.Run(() => bus.Topic<Stained>().EmitByAsync(call, new Stained(_calls))), "the first");
        await Deadline.WithinAsync(Task.Run(() => bus.Topic<StainedLater>().EmitByAsync(call, new StainedLater(_calls))), "the second");
        await bus.DrainAsync();

        Assert.Equal(["first", "later", "second", "subscriber"], _calls.Entries.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NextEvent_FindsNoneOfIt(bool isGuarded)
    {
        await using var bus = await StartAsync(isGuarded);
        bus.Topic<Ping>().Subscribe(static (Ping _) => IdleContext.Leave());
        bus.Topic<Stained>().Subscribe(NoteAsync);

        for (int i = 0; i < 3; i++)
        {
            await bus.Topic<Ping>().EmitAsync(new Ping());
            await bus.Topic<Stained>().EmitAsync(new Stained(_calls));
        }

        await bus.DrainAsync();

        Assert.Equal(9, _calls.Entries.Length);
    }

    [Fact]
    public async Task WhatAnEmitLeftToAWorker_FindsNoneOfIt()
    {
        await using var bus = await StartAsync(isGuarded: false);

        await Task.Run(() => bus.Topic<Stained>().Emit(new Stained(_calls)), TestContext.Current.CancellationToken);
        await bus.DrainAsync();

        Assert.Equal(["first", "second"], _calls.Entries);
    }

    [Fact]
    public async Task ContextOfTheCaller_IsTheirsAgain_WhenHandlersHaveRun()
    {
        await using var bus = await StartAsync(isGuarded: false);
        var (before, after) = await Task.Run(() =>
        {
            var own = new SynchronizationContext();
            SynchronizationContext.SetSynchronizationContext(own);
            bus.Topic<Stained>().InvokeAsync(new Stained(_calls)).AsTask().GetAwaiter().GetResult();
            var after = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            return (own, after);
        });

        Assert.Same(before, after);
        await bus.DrainAsync();
    }

    private static Task<EventBus> StartAsync(bool isGuarded) => TestBus.StartAsync(
        static options => options.Workers = 1,
        build: builder =>
        {
            if (isGuarded) builder.AddMiddleware(new Passing());
        });

    private async Task NoteAsync(Stained e)
    {
        await Task.Yield();
        _calls.Add("subscriber");
    }

    private sealed class Passing : IEventMiddleware
    {
        public ValueTask InvokeAsync(EventInvocation invocation, EventDelegate next) => next(invocation);
    }
}
