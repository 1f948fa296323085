using EventGen.Tests.Streaming;

namespace EventGen.Tests.Groups;

public sealed class GroupTests
{
    private static readonly INumberedEvent[] s_each = [new PlainMemberEvent(1), new BaseMemberEvent(2), new DerivedMemberEvent(3, "there"), new ValueMemberEvent(4), new TwoGroupsMemberEvent(5)];

    public static TheoryData<EmitCall> Calls => [.. Enum.GetValues<EmitCall>()];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task EachCall_ReachesTheTopicOfThePayloadsType(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync();
        var group = bus.Group<INumberedEvent>();
        using var plain = bus.Topic<PlainMemberEvent>().Stream();
        using var baseMember = bus.Topic<BaseMemberEvent>().Stream();
        using var derived = bus.Topic<DerivedMemberEvent>().Stream();
        using var value = bus.Topic<ValueMemberEvent>().Stream();
        using var twoGroups = bus.Topic<TwoGroupsMemberEvent>().Stream();

        foreach (var e in s_each) await group.EmitByAsync(call, e);

        await bus.DrainAsync();
        Assert.Equal([new PlainMemberEvent(1)], plain.ReadAll());
        Assert.Equal([new BaseMemberEvent(2)], baseMember.ReadAll());
        Assert.Equal([new DerivedMemberEvent(3, "there")], derived.ReadAll());
        Assert.Equal([new ValueMemberEvent(4)], value.ReadAll());
        Assert.Equal([new TwoGroupsMemberEvent(5)], twoGroups.ReadAll());
    }

    [Fact]
    public void Accessor_IsTheGroupOnTheAmbientBus()
    {
        using var bus = TestBus.Create();
        using var use = EventBus.Use(bus);

        Assert.Same(bus.Group<INumberedEvent>(), Events.Numbered);
        Assert.Equal("numbered", Events.Numbered.Id);
        Assert.Equal(["base.member", "derived.member", "plain.member", "two.groups.member", "value.member"], Events.Numbered.Members.Select(static member => member.Id));
        Assert.Equal("published.group", Events.PublishedGroup.Id);
        Assert.Equal(["two.groups.member"], Events.PublishedGroup.Members.Select(static member => member.Id));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task EachCall_OfWhatIsNoEvent_NamesTheType(EmitCall call)
    {
        using var bus = TestBus.Create();

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => bus.Group<INumberedEvent>().EmitByAsync(call, new Mock()));

        Assert.Contains(typeof(Mock).FullName!, exception.Message);
        Assert.Contains("'numbered'", exception.Message);
        Assert.Equal("payload", exception.ParamName);
        await Assert.ThrowsAsync<ArgumentNullException>(() => bus.Group<INumberedEvent>().EmitByAsync(call, null!));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task EachCall_OnABusThatHasStopped_IsRefused(EmitCall call)
    {
        var bus = TestBus.Create();
        var group = bus.Group<INumberedEvent>();
        await bus.StopAsync();

        await Assert.ThrowsAsync<EventBusStoppedException>(() => group.EmitByAsync(call, new PlainMemberEvent(1)));
        Assert.Throws<EventBusStoppedException>(() => group.Subscribe(static _ => { }));
        Assert.Throws<EventBusStoppedException>(() => group.Stream());
    }

    [Fact]
    public void EventOfSeveralGroups_ReachesEachOfThemOnce()
    {
        using var bus = TestBus.Create();
        using var numbered = bus.Group<INumberedEvent>().Stream();
        using var published = bus.Group<IPublishedGroupEvent>().Stream();

        bus.Group<IPublishedGroupEvent>().Emit(new TwoGroupsMemberEvent(1));
        bus.Group<INumberedEvent>().Emit(new TwoGroupsMemberEvent(2));
        bus.Topic<TwoGroupsMemberEvent>().Emit(new TwoGroupsMemberEvent(3));

        Assert.Equal([new TwoGroupsMemberEvent(1), new TwoGroupsMemberEvent(2), new TwoGroupsMemberEvent(3)], numbered.ReadAll());
        Assert.Equal([new TwoGroupsMemberEvent(1), new TwoGroupsMemberEvent(2), new TwoGroupsMemberEvent(3)], published.ReadAll());
    }

    [Fact]
    public void Group_ThatTheBusDoesNotHave_IsRefused()
    {
        using var bus = EventBus.Create(static _ => { });

        Assert.Contains(nameof(INumberedEvent), Assert.Throws<InvalidOperationException>(() => bus.Group<INumberedEvent>()).Message);
    }

    [Fact]
    public void Subscribe_HasEveryEvent_UntilItIsDisposed()
    {
        using var bus = TestBus.Create();
        List<int> seen = [];
        var subscription = bus.Group<INumberedEvent>().Subscribe(e => seen.Add(e.Number));

        foreach (var e in s_each) bus.Group<INumberedEvent>().Emit(e);
        bus.Topic<PlainMemberEvent>().Emit(new PlainMemberEvent(6));
        Assert.True(subscription.IsActive);
        subscription.Dispose();
        subscription.Dispose();
        foreach (var e in s_each) bus.Group<INumberedEvent>().Emit(e);

        Assert.False(subscription.IsActive);
        Assert.Equal([1, 2, 3, 4, 5, 6], seen);
        Assert.Equal(0, bus.GetHealth().Subscribers);
    }

    [Fact]
    public async Task EveryOverloadOfSubscribe_IsCalledInOrderWithWhatItTakes()
    {
        await using var bus = await TestBus.StartAsync();
        var group = bus.Group<INumberedEvent>();
        var seen = new CallLog();
        group.Subscribe(e => seen.Add($"{e.Number}"));
        group.Subscribe((e, context) => seen.Add($"{e.Number} {context.EventId}"));
        group.Subscribe((INumberedEvent e, CancellationToken token) => seen.Add($"{e.Number} {token.CanBeCanceled}"));
        group.Subscribe((e, context, token) => seen.Add($"{e.Number} {context.EventId} {token.CanBeCanceled}"));
        group.Subscribe(async e => await LaterAsync($"ValueTask {e.Number}"));
        group.Subscribe(async (e, context) => await LaterAsync($"ValueTask {e.Number} {context.EventId}"));
        group.Subscribe(async (INumberedEvent e, CancellationToken token) => await LaterAsync($"ValueTask {e.Number} {token.CanBeCanceled}"));
        group.Subscribe(async (e, context, token) => await LaterAsync($"ValueTask {e.Number} {context.EventId} {token.CanBeCanceled}"));
        group.Subscribe(Task (e) => LaterAsync($"Task {e.Number}"));
        group.Subscribe(Task (e, context) => LaterAsync($"Task {e.Number} {context.EventId}"));
        group.Subscribe(Task (INumberedEvent e, CancellationToken token) => LaterAsync($"Task {e.Number} {token.CanBeCanceled}"));
        group.Subscribe(Task (e, context, token) => LaterAsync($"Task {e.Number} {context.EventId} {token.CanBeCanceled}"));

        await group.InvokeAsync(new ValueMemberEvent(7));

        Assert.Equal(
            [
                "7", "7 value.member", "7 True", "7 value.member True",
                "ValueTask 7", "ValueTask 7 value.member", "ValueTask 7 True", "ValueTask 7 value.member True",
                "Task 7", "Task 7 value.member", "Task 7 True", "Task 7 value.member True",
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
        Action<INumberedEvent> handler = e => seen.Add(e.Number);
        bus.Group<INumberedEvent>().Subscribe(handler);
        bus.Topic<PlainMemberEvent>().Subscribe(handler);

        Assert.True(bus.Group<INumberedEvent>().Unsubscribe(handler));
        Assert.False(bus.Group<INumberedEvent>().Unsubscribe(handler));
        foreach (var e in s_each) bus.Group<INumberedEvent>().Emit(e);

        Assert.Equal([1], seen);
    }

    [Fact]
    public void Handlers_OfTheGroup_RunForEachEvent_InTheUsualOrder()
    {
        using var bus = TestBus.Create();
        var seen = GroupMemberHandlers.Begin();

        bus.Topic<PlainMemberEvent>().Emit(new PlainMemberEvent(1));
        bus.Group<INumberedEvent>().Emit(new ValueMemberEvent(2));

        Assert.Equal(["before 1", "plain 1", "after 1", "before 2", "after 2"], seen);
        Assert.Equal(
            [$"{typeof(GroupMemberHandlers)}.Before", $"{typeof(GroupMemberHandlers)}.One", $"{typeof(GroupMemberHandlers)}.After"], bus.Topic<PlainMemberEvent>().Descriptor.Handlers);
    }

    [Fact]
    public void PublishTo_OnTheInterface_HoldsForItsEvents()
    {
        using var bus = TestBus.Create();

        Assert.Equal(["first"], bus.Topic<TwoGroupsMemberEvent>().Descriptor.Publishers);
        Assert.Empty(bus.Topic<PlainMemberEvent>().Descriptor.Publishers);
    }

    [Fact]
    public void Emit_OfAReference_AllocatesNothing()
    {
        using var bus = TestBus.Create();
        var group = bus.Group<INumberedEvent>();
        var e = new DerivedMemberEvent(1, "there");

        Assert.Equal(0, Dispatch.Allocated.By(1000, () => group.Emit(e)));
    }

#pragma warning disable EVG3001   // what a group refuses at run time, where no rule has looked
    private sealed class Mock : INumberedEvent
#pragma warning restore EVG3001
    {
        public int Number => 0;
    }
}
