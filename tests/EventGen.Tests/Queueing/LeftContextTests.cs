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
        bus.Topic<ContextLeavingEvent>().Subscribe(static (ContextLeavingEvent _) => IdleContext.Leave());
        bus.Topic<ContextLeavingEvent>().Subscribe(NoteAsync);
        bus.Topic<ContextLeavingAfterSuspensionEvent>().Subscribe(static (ContextLeavingAfterSuspensionEvent _) => IdleContext.Leave());

        await Deadline.WithinAsync(Task.Run(() => bus.Topic<ContextLeavingEvent>().EmitByAsync(call, new ContextLeavingEvent(_calls))), "the first");
        await Deadline.WithinAsync(Task.Run(() => bus.Topic<ContextLeavingAfterSuspensionEvent>().EmitByAsync(call, new ContextLeavingAfterSuspensionEvent(_calls))), "the second");
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
        bus.Topic<ContextLeavingEvent>().Subscribe(NoteAsync);

        for (int i = 0; i < 3; i++)
        {
            await bus.Topic<Ping>().EmitAsync(new Ping());
            await bus.Topic<ContextLeavingEvent>().EmitAsync(new ContextLeavingEvent(_calls));
        }

        await bus.DrainAsync();

        Assert.Equal(9, _calls.Entries.Length);
    }

    [Fact]
    public async Task WhatAnEmitLeftToAWorker_FindsNoneOfIt()
    {
        await using var bus = await StartAsync(isGuarded: false);

        await Task.Run(() => bus.Topic<ContextLeavingEvent>().Emit(new ContextLeavingEvent(_calls)), TestContext.Current.CancellationToken);
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
            bus.Topic<ContextLeavingEvent>().InvokeAsync(new ContextLeavingEvent(_calls)).AsTask().GetAwaiter().GetResult();
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

    private async Task NoteAsync(ContextLeavingEvent e)
    {
        await Task.Yield();
        _calls.Add("subscriber");
    }

    private sealed class Passing : IEventMiddleware
    {
        public ValueTask InvokeAsync(EventInvocation invocation, EventDelegate next) => next(invocation);
    }
}

/// <summary>An event of which every other handler leaves a synchronization context behind.</summary>
[Event]
public sealed record ContextLeavingEvent(CallLog Calls);

public static class ContextLeavingHandlers
{
    [Subscribe(Order = 1)]
    public static void Leave(ContextLeavingEvent e) => IdleContext.Leave();

    [Subscribe(Order = 2)]
    public static async Task AwaitAsync(ContextLeavingEvent e)
    {
        await Task.Yield();
        e.Calls.Add("first");
    }

    [Subscribe(Order = 3)]
    public static Task LeaveAsync(ContextLeavingEvent e)
    {
        IdleContext.Leave();
        return Task.CompletedTask;
    }

    [Subscribe(Order = 4)]
    public static async ValueTask AwaitAgainAsync(ContextLeavingEvent e)
    {
        await Task.Yield();
        e.Calls.Add("second");
        IdleContext.Leave();
    }
}

/// <summary>The same, with a first handler that suspends, after which the others are started one by one.</summary>
[Event]
public sealed record ContextLeavingAfterSuspensionEvent(CallLog Calls);

public static class ContextLeavingAfterSuspensionHandlers
{
    [Subscribe(Order = 1)]
    public static async Task SuspendAsync(ContextLeavingAfterSuspensionEvent e) => await Task.Yield();

    [Subscribe(Order = 2)]
    public static void Leave(ContextLeavingAfterSuspensionEvent e) => IdleContext.Leave();

    [Subscribe(Order = 3)]
    public static async Task AwaitAsync(ContextLeavingAfterSuspensionEvent e)
    {
        await Task.Yield();
        e.Calls.Add("later");
        IdleContext.Leave();
    }
}

/// <summary>A synchronization context that never runs anything, as that of a user interface which is gone.</summary>
internal sealed class IdleContext : SynchronizationContext
{
    public static void Leave() => SetSynchronizationContext(new IdleContext());

    public override void Post(SendOrPostCallback d, object? state)
    {
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();
}
