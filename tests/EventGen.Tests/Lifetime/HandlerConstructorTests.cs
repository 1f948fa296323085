namespace EventGen.Tests.Lifetime;

/// <summary>Constructors of handlers that emit.</summary>
public sealed class HandlerConstructorTests
{
    private readonly CallLog _calls = new();

    [Fact]
    public async Task Start_MakesEverySingletonOnce_BeforeAnyEvent()
    {
        int made = 0;
        Founder.Made.Value = () => made++;
        await using var bus = TestBus.Create();

        await bus.StartAsync();
        Assert.Equal(1, made);
        bus.Topic<Founded>().Emit(new Founded(_calls));
        await bus.StartAsync();

        Assert.Equal((1, "founded"), (made, Assert.Single(_calls.Entries)));
    }

    [Fact]
    public async Task ConstructorThatEmits_ReachesOtherHandlers_OnTheBusThatMakesIt()
    {
        await using var bus = TestBus.Create();
        EventBus? current = null;
        Founder.Made.Value = () =>
        {
            current = EventBus.Current;
            Events.Succeeded.Emit(new Succeeded(_calls));
        };

        await bus.StartAsync();

        Assert.Same(bus, current);
        Assert.Equal(["succeeded"], _calls.Entries);
        await bus.DrainAsync();
    }

    [Fact]
    public async Task ConstructorThatEmitsWhatItHandles_IsACircle_WhichTheStartNames()
    {
        await using var bus = TestBus.Create();
        Founder.Made.Value = () => bus.Topic<Founded>().Emit(new Founded(_calls));

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => bus.StartAsync());

        Assert.Contains($"{typeof(Founder)} -> {typeof(Founder)}.", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_calls.Entries);
    }

    [Fact]
    public async Task ConstructorsThatEmitInACircle_AreNamedInTheirOrder()
    {
        await using var bus = TestBus.Create();
        Founder.Made.Value = () => bus.Topic<Succeeded>().Emit(new Succeeded(_calls));
        Successor.Made.Value = () => bus.Topic<Founded>().Emit(new Founded(_calls));

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => bus.StartAsync());

        Assert.Contains($"{typeof(Founder)} -> {typeof(Successor)} -> {typeof(Founder)}.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.InvokeAsync)]
    public async Task Circle_BeforeTheStart_FailsTheInnerHandlerAlone(EmitCall call)
    {
        await using var bus = TestBus.Create();
        List<DeliveryFailure> failures = [];
        bus.DeliveryFailed += (_, failure) => failures.Add(failure);
        Founder.Made.Value = () => bus.Topic<Founded>().Emit(new Founded(_calls));

        await bus.Topic<Founded>().EmitByAsync(call, new Founded(_calls));

        Assert.Equal(["founded"], _calls.Entries);
        Assert.Contains("->", Assert.Single(failures).Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScopedHandlerWhoseConstructorEmitsWhatItHandles_FailsTheInnerOneAlone()
    {
        await using var bus = await TestBus.StartAsync();
        Hand.Made.Value = () => bus.Topic<Hired>().Emit(new Hired(_calls));

        bus.Topic<Hired>().Emit(new Hired(_calls));
        await bus.DrainAsync();

        Assert.Equal(["hired"], _calls.Entries);
        Assert.Contains($"{typeof(Hand)} -> {typeof(Hand)}.", Assert.Single(await bus.DeadLetters.ListAsync()).Reason, StringComparison.Ordinal);
    }

    /// <summary>One thread in each constructor; each emits what the other's class handles.</summary>
    [Fact]
    public async Task TwoThreadsThatNeedEachOthersHandler_DoNotWaitForEachOther()
    {
        await using var bus = TestBus.Create();
        using var both = new Barrier(2);
        var founding = MakeAsync(Founder.Made, () => bus.Topic<Founded>().Emit(new Founded(_calls)), () => bus.Topic<Succeeded>().Emit(new Succeeded(_calls)));
        var succeeding = MakeAsync(Successor.Made, () => bus.Topic<Succeeded>().Emit(new Succeeded(_calls)), () => bus.Topic<Founded>().Emit(new Founded(_calls)));

        await Deadline.WithinAsync(Task.WhenAll(founding, succeeding), "both constructors");

        Assert.Equal((3, 1), (_calls.Entries.Length, bus.GetHealth().Failed));
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => bus.StartAsync());
        Assert.Contains($"{typeof(Founder)} -> {typeof(Successor)}", refusal.Message, StringComparison.Ordinal);

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
        Founder.Made.Value = () =>
        {
            made++;
            making.Pass();
        };

        var first = Task.Run(() => bus.Topic<Founded>().Emit(new Founded(_calls)));
        await making.Reached;
        var second = Task.Run(() => bus.Topic<Founded>().Emit(new Founded(_calls)));
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
        Founder.Made.Value = () =>
        {
            if (left-- > 0) throw new InvalidOperationException("not yet");
        };

        await bus.StartAsync();
        bus.Topic<Founded>().Emit(new Founded(_calls));
        bus.Topic<Founded>().Emit(new Founded(_calls));
        await bus.DrainAsync();

        Assert.Equal(["founded"], _calls.Entries);
        Assert.Equal("not yet", Assert.Single(await bus.DeadLetters.ListAsync()).Reason);
    }
}
