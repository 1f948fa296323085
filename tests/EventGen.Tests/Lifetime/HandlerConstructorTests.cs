namespace EventGen.Tests.Lifetime;

/// <summary>Constructors of handlers that emit.</summary>
public sealed class HandlerConstructorTests
{
    private readonly CallLog _calls = new();

    [Fact]
    public async Task Start_MakesEverySingletonOnce_BeforeAnyEvent()
    {
        int made = 0;
        FirstConstructorHandler.Made.Value = () => made++;
        await using var bus = TestBus.Create();

        await bus.StartAsync();
        Assert.Equal(1, made);
        bus.Topic<FirstConstructorEvent>().Emit(new FirstConstructorEvent(_calls));
        await bus.StartAsync();

        Assert.Equal((1, "first handled"), (made, Assert.Single(_calls.Entries)));
    }

    [Fact]
    public async Task ConstructorThatEmits_ReachesOtherHandlers_OnTheBusThatMakesIt()
    {
        await using var bus = TestBus.Create();
        EventBus? current = null;
        FirstConstructorHandler.Made.Value = () =>
        {
            current = EventBus.Current;
            Events.SecondConstructor.Emit(new SecondConstructorEvent(_calls));
        };

        await bus.StartAsync();

        Assert.Same(bus, current);
        Assert.Equal(["second handled"], _calls.Entries);
        await bus.DrainAsync();
    }

    [Fact]
    public async Task ConstructorThatEmitsWhatItHandles_IsACircle_WhichTheStartNames()
    {
        await using var bus = TestBus.Create();
        FirstConstructorHandler.Made.Value = () => bus.Topic<FirstConstructorEvent>().Emit(new FirstConstructorEvent(_calls));

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => bus.StartAsync());

        Assert.Contains($"{typeof(FirstConstructorHandler)} -> {typeof(FirstConstructorHandler)}.", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_calls.Entries);
    }

    [Fact]
    public async Task ConstructorsThatEmitInACircle_AreNamedInTheirOrder()
    {
        await using var bus = TestBus.Create();
        FirstConstructorHandler.Made.Value = () => bus.Topic<SecondConstructorEvent>().Emit(new SecondConstructorEvent(_calls));
        SecondConstructorHandler.Made.Value = () => bus.Topic<FirstConstructorEvent>().Emit(new FirstConstructorEvent(_calls));

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => bus.StartAsync());

        Assert.Contains($"{typeof(FirstConstructorHandler)} -> {typeof(SecondConstructorHandler)} -> {typeof(FirstConstructorHandler)}.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.InvokeAsync)]
    public async Task Circle_BeforeTheStart_FailsTheInnerHandlerAlone(EmitCall call)
    {
        await using var bus = TestBus.Create();
        List<DeliveryFailure> failures = [];
        bus.DeliveryFailed += (_, failure) => failures.Add(failure);
        FirstConstructorHandler.Made.Value = () => bus.Topic<FirstConstructorEvent>().Emit(new FirstConstructorEvent(_calls));

        await bus.Topic<FirstConstructorEvent>().EmitByAsync(call, new FirstConstructorEvent(_calls));

        Assert.Equal(["first handled"], _calls.Entries);
        Assert.Contains("->", Assert.Single(failures).Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScopedHandlerWhoseConstructorEmitsWhatItHandles_FailsTheInnerOneAlone()
    {
        await using var bus = await TestBus.StartAsync();
        ScopedConstructorHandler.Made.Value = () => bus.Topic<ScopedConstructorEvent>().Emit(new ScopedConstructorEvent(_calls));

        bus.Topic<ScopedConstructorEvent>().Emit(new ScopedConstructorEvent(_calls));
        await bus.DrainAsync();

        Assert.Equal(["scoped handled"], _calls.Entries);
        Assert.Contains($"{typeof(ScopedConstructorHandler)} -> {typeof(ScopedConstructorHandler)}.", Assert.Single(await bus.DeadLetters.ListAsync()).Reason, StringComparison.Ordinal);
    }

    /// <summary>One thread in each constructor; each emits what the other's class handles.</summary>
    [Fact]
    public async Task TwoThreadsThatNeedEachOthersHandler_DoNotWaitForEachOther()
    {
        await using var bus = TestBus.Create();
        using var both = new Barrier(2);
        var founding = MakeAsync(FirstConstructorHandler.Made, () => bus.Topic<FirstConstructorEvent>().Emit(new FirstConstructorEvent(_calls)), () => bus.Topic<SecondConstructorEvent>().Emit(new SecondConstructorEvent(_calls)));
        var succeeding = MakeAsync(SecondConstructorHandler.Made, () => bus.Topic<SecondConstructorEvent>().Emit(new SecondConstructorEvent(_calls)), () => bus.Topic<FirstConstructorEvent>().Emit(new FirstConstructorEvent(_calls)));

        await Deadline.WithinAsync(Task.WhenAll(founding, succeeding), "both constructors");

        Assert.Equal((3, 1), (_calls.Entries.Length, bus.GetHealth().Failed));
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => bus.StartAsync());
        Assert.Contains($"{typeof(FirstConstructorHandler)} -> {typeof(SecondConstructorHandler)}", refusal.Message, StringComparison.Ordinal);

        Task MakeAsync(AsyncLocal<Action?> made, Action emit, Action emitInConstructor) => Task.Factory.StartNew(
            () =>
            {
                made.Value = () =>
                {
                    Assert.True(both.SignalAndWait(Deadline.Default));
                    emitInConstructor();
                };
                emit();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    [Fact]
    public async Task ThreadThatNeedsAHandlerInTheMaking_WaitsForIt()
    {
        await using var bus = TestBus.Create();
        var making = new AsyncGate();
        int made = 0;
        FirstConstructorHandler.Made.Value = () =>
        {
            made++;
            making.Pass();
        };

        var first = Task.Run(() => bus.Topic<FirstConstructorEvent>().Emit(new FirstConstructorEvent(_calls)));
        await making.Reached;
        var second = Task.Run(() => bus.Topic<FirstConstructorEvent>().Emit(new FirstConstructorEvent(_calls)));
        Assert.Empty(_calls.Entries);
        making.Open();
        await Deadline.WithinAsync(Task.WhenAll(first, second), "both emits");

        Assert.Equal((1, 2), (made, _calls.Entries.Length));
    }

    [Fact]
    public async Task ConstructorThatThrows_StopsNoStart_AndIsItsHandlersFailureUntilItWorks()
    {
        await using var bus = TestBus.Create();
        int left = 2;
        FirstConstructorHandler.Made.Value = () =>
        {
            if (left-- > 0) throw new InvalidOperationException("not yet");
        };

        await bus.StartAsync();
        bus.Topic<FirstConstructorEvent>().Emit(new FirstConstructorEvent(_calls));
        bus.Topic<FirstConstructorEvent>().Emit(new FirstConstructorEvent(_calls));
        await bus.DrainAsync();

        Assert.Equal(["first handled"], _calls.Entries);
        Assert.Equal("not yet", Assert.Single(await bus.DeadLetters.ListAsync()).Reason);
    }
}

/// <summary>An event whose handler's constructor does what a test says.</summary>
[Event]
public sealed record FirstConstructorEvent(CallLog Calls);

/// <summary>Another.</summary>
[Event]
public sealed record SecondConstructorEvent(CallLog Calls);

/// <summary>A third, whose handler a scope makes.</summary>
[Event]
public sealed record ScopedConstructorEvent(CallLog Calls);

public sealed class FirstConstructorHandler
{
    /// <summary>Called by the constructor, in the flow of the test alone.</summary>
    public static readonly AsyncLocal<Action?> Made = new();

    public FirstConstructorHandler() => Made.Value?.Invoke();

    [Subscribe]
    public void Handle(FirstConstructorEvent e) => e.Calls.Add("first handled");
}

public sealed class SecondConstructorHandler
{
    /// <inheritdoc cref="FirstConstructorHandler.Made"/>
    public static readonly AsyncLocal<Action?> Made = new();

    public SecondConstructorHandler() => Made.Value?.Invoke();

    [Subscribe]
    public void Handle(SecondConstructorEvent e) => e.Calls.Add("second handled");
}

public sealed class ScopedConstructorHandler
{
    /// <inheritdoc cref="FirstConstructorHandler.Made"/>
    public static readonly AsyncLocal<Action?> Made = new();

    public ScopedConstructorHandler() => Made.Value?.Invoke();

    [Subscribe(Lifetime = HandlerLifetime.Scoped)]
    public void Handle(ScopedConstructorEvent e) => e.Calls.Add("scoped handled");
}
