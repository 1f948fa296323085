using EventGen.Tests.Streaming;

namespace EventGen.Tests.Groups;

public sealed class GroupTests
{
    private static readonly IIngestEvent[] s_each = [new SipCreated(1), new SipChanged(2), new SipMoved(3, "there"), new SipCounted(4), new SipDeleted(5)];

    public static TheoryData<EmitCall> Calls => [.. Enum.GetValues<EmitCall>()];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task EachCall_ReachesTheTopicOfThePayloadsType(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync();
        var group = bus.Group<IIngestEvent>();
        using var created = bus.Topic<SipCreated>().Stream();
        using var changed = bus.Topic<SipChanged>().Stream();
        using var moved = bus.Topic<SipMoved>().Stream();
        using var counted = bus.Topic<SipCounted>().Stream();
        using var deleted = bus.Topic<SipDeleted>().Stream();

        foreach (var e in s_each) await group.EmitByAsync(call, e);

        await bus.DrainAsync();
        Assert.Equal([new SipCreated(1)], created.ReadAll());
        Assert.Equal([new SipChanged(2)], changed.ReadAll());
        Assert.Equal([new SipMoved(3, "there")], moved.ReadAll());
        Assert.Equal([new SipCounted(4)], counted.ReadAll());
        Assert.Equal([new SipDeleted(5)], deleted.ReadAll());
    }

    [Fact]
    public void Accessor_IsTheGroupOnTheAmbientBus()
    {
        using var bus = TestBus.Create();
        using var use = EventBus.Use(bus);

        Assert.Same(bus.Group<IIngestEvent>(), Events.Ingest);
        Assert.Equal("ingest", Events.Ingest.Id);
        Assert.Equal(["sip.changed", "sip.counted", "sip.created", "sip.deleted", "sip.moved"], Events.Ingest.Members.Select(static member => member.Id));
        Assert.Equal("tracked", Events.Tracked.Id);
        Assert.Equal(["sip.deleted"], Events.Tracked.Members.Select(static member => member.Id));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task EachCall_OfWhatIsNoEvent_NamesTheType(EmitCall call)
    {
        using var bus = TestBus.Create();

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => bus.Group<IIngestEvent>().EmitByAsync(call, new Mock()));

        Assert.Contains(typeof(Mock).FullName!, exception.Message);
        Assert.Contains("'ingest'", exception.Message);
        Assert.Equal("payload", exception.ParamName);
        await Assert.ThrowsAsync<ArgumentNullException>(() => bus.Group<IIngestEvent>().EmitByAsync(call, null!));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task EachCall_OnABusThatHasStopped_IsRefused(EmitCall call)
    {
        var bus = TestBus.Create();
        var group = bus.Group<IIngestEvent>();
        await bus.StopAsync();

        await Assert.ThrowsAsync<EventBusStoppedException>(() => group.EmitByAsync(call, new SipCreated(1)));
        Assert.Throws<EventBusStoppedException>(() => group.Subscribe(static _ => { }));
        Assert.Throws<EventBusStoppedException>(() => group.Stream());
    }

    [Fact]
    public void EventOfSeveralGroups_ReachesEachOfThemOnce()
    {
        using var bus = TestBus.Create();
        using var ingest = bus.Group<IIngestEvent>().Stream();
        using var tracked = bus.Group<ITrackedEvent>().Stream();

        bus.Group<ITrackedEvent>().Emit(new SipDeleted(1));
        bus.Group<IIngestEvent>().Emit(new SipDeleted(2));
        bus.Topic<SipDeleted>().Emit(new SipDeleted(3));

        Assert.Equal([new SipDeleted(1), new SipDeleted(2), new SipDeleted(3)], ingest.ReadAll());
        Assert.Equal([new SipDeleted(1), new SipDeleted(2), new SipDeleted(3)], tracked.ReadAll());
    }

    [Fact]
    public void Group_ThatTheBusDoesNotHave_IsRefused()
    {
        using var bus = EventBus.Create(static _ => { });

        Assert.Contains(nameof(IIngestEvent), Assert.Throws<InvalidOperationException>(() => bus.Group<IIngestEvent>()).Message);
    }

    [Fact]
    public void Subscribe_HasEveryEvent_UntilItIsDisposed()
    {
        using var bus = TestBus.Create();
        List<int> seen = [];
        var subscription = bus.Group<IIngestEvent>().Subscribe(e => seen.Add(e.Number));

        foreach (var e in s_each) bus.Group<IIngestEvent>().Emit(e);
        bus.Topic<SipCreated>().Emit(new SipCreated(6));
        Assert.True(subscription.IsActive);
        subscription.Dispose();
        subscription.Dispose();
        foreach (var e in s_each) bus.Group<IIngestEvent>().Emit(e);

        Assert.False(subscription.IsActive);
        Assert.Equal([1, 2, 3, 4, 5, 6], seen);
        Assert.Equal(0, bus.GetHealth().Subscribers);
    }

    [Fact]
    public async Task EveryOverloadOfSubscribe_IsCalledInOrderWithWhatItTakes()
    {
        await using var bus = await TestBus.StartAsync();
        var group = bus.Group<IIngestEvent>();
        var seen = new CallLog();
        group.Subscribe(e => seen.Add($"{e.Number}"));
        group.Subscribe((e, context) => seen.Add($"{e.Number} {context.EventId}"));
        group.Subscribe((IIngestEvent e, CancellationToken token) => seen.Add($"{e.Number} {token.CanBeCanceled}"));
        group.Subscribe((e, context, token) => seen.Add($"{e.Number} {context.EventId} {token.CanBeCanceled}"));
        group.Subscribe(async e => await LaterAsync($"ValueTask {e.Number}"));
        group.Subscribe(async (e, context) => await LaterAsync($"ValueTask {e.Number} {context.EventId}"));
        group.Subscribe(async (IIngestEvent e, CancellationToken token) => await LaterAsync($"ValueTask {e.Number} {token.CanBeCanceled}"));
        group.Subscribe(async (e, context, token) => await LaterAsync($"ValueTask {e.Number} {context.EventId} {token.CanBeCanceled}"));
        group.Subscribe(Task (e) => LaterAsync($"Task {e.Number}"));
        group.Subscribe(Task (e, context) => LaterAsync($"Task {e.Number} {context.EventId}"));
        group.Subscribe(Task (IIngestEvent e, CancellationToken token) => LaterAsync($"Task {e.Number} {token.CanBeCanceled}"));
        group.Subscribe(Task (e, context, token) => LaterAsync($"Task {e.Number} {context.EventId} {token.CanBeCanceled}"));

        await group.InvokeAsync(new SipCounted(7));

        Assert.Equal(
            [
                "7", "7 sip.counted", "7 True", "7 sip.counted True",
                "ValueTask 7", "ValueTask 7 sip.counted", "ValueTask 7 True", "ValueTask 7 sip.counted True",
                "Task 7", "Task 7 sip.counted", "Task 7 True", "Task 7 sip.counted True",
            ],
            seen.Entries);

        async Task LaterAsync(string call)
        {
            await Task.Yield();
            seen.Add(call);
        }
    }

    [Fact]
    public void Unsubscribe_EndsTheNewestOfTheGroup_AndNoneOfATopic()
    {
        using var bus = TestBus.Create();
        List<int> seen = [];
        Action<IIngestEvent> handler = e => seen.Add(e.Number);
        bus.Group<IIngestEvent>().Subscribe(handler);
        bus.Topic<SipCreated>().Subscribe(handler);

        Assert.True(bus.Group<IIngestEvent>().Unsubscribe(handler));
        Assert.False(bus.Group<IIngestEvent>().Unsubscribe(handler));
        foreach (var e in s_each) bus.Group<IIngestEvent>().Emit(e);

        Assert.Equal([1], seen);
    }

    [Fact]
    public void Handlers_OfTheGroup_RunForEachEvent_InTheUsualOrder()
    {
        using var bus = TestBus.Create();
        var seen = FamilyLog.Begin();

        bus.Topic<SipCreated>().Emit(new SipCreated(1));
        bus.Group<IIngestEvent>().Emit(new SipCounted(2));

        Assert.Equal(["before 1", "created 1", "after 1", "before 2", "after 2"], seen);
        Assert.Equal(
            [$"{typeof(FamilyLog)}.Before", $"{typeof(FamilyLog)}.One", $"{typeof(FamilyLog)}.After"], bus.Topic<SipCreated>().Descriptor.Handlers);
    }

    [Fact]
    public void PublishTo_OnTheInterface_HoldsForItsEvents()
    {
        using var bus = TestBus.Create();

        Assert.Equal(["first"], bus.Topic<SipDeleted>().Descriptor.Publishers);
        Assert.Empty(bus.Topic<SipCreated>().Descriptor.Publishers);
    }

    [Fact]
    public void Emit_OfAReference_AllocatesNothing()
    {
        using var bus = TestBus.Create();
        var group = bus.Group<IIngestEvent>();
        var e = new SipMoved(1, "there");

        Assert.Equal(0, Dispatch.Allocated.By(1000, () => group.Emit(e)));
    }

#pragma warning disable EVG3001   // what a group refuses at run time, where no rule has looked
    private sealed class Mock : IIngestEvent
#pragma warning restore EVG3001
    {
        public int Number => 0;
    }
}
