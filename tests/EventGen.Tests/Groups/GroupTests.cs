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

        foreach (var e in s_each)
        {
            switch (call)
            {
                case EmitCall.Emit:
                    group.Emit(e);
                    break;
                case EmitCall.InvokeAsync:
                    await group.InvokeAsync(e);
                    break;
                case EmitCall.EmitAsync:
                    await group.EmitAsync(e);
                    break;
                default:
                    Assert.True(group.TryEnqueue(e));
                    break;
            }
        }

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

    [Fact]
    public void Emit_OfWhatIsNoEvent_NamesTheType()
    {
        using var bus = TestBus.Create();

        var exception = Assert.Throws<ArgumentException>(() => bus.Group<IIngestEvent>().Emit(new Mock()));

        Assert.Contains(typeof(Mock).FullName!, exception.Message);
        Assert.Throws<ArgumentNullException>(() => bus.Group<IIngestEvent>().Emit(null!));
    }

    [Fact]
    public void Group_ThatTheBusDoesNotHave_IsRefused()
    {
        using var bus = EventBus.Create(static _ => { });

        Assert.Contains(nameof(IIngestEvent), Assert.Throws<InvalidOperationException>(() => bus.Group<IIngestEvent>()).Message);
    }

    [Fact]
    public void NullBus_AcceptsEverything()
    {
        var group = EventBus.Null.Group<IIngestEvent>();
        using var stream = group.Stream();

        group.Emit(new SipCreated(1));

        Assert.True(group.TryEnqueue(new SipCounted(1)));
        Assert.Equal(0, stream.Reader.Count);
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
        Assert.Equal(0, bus.Health().Subscribers);
    }

    [Fact]
    public async Task Subscribe_AsynchronousWithContext_HasTheContextOfEachEvent()
    {
        await using var bus = await TestBus.StartAsync();
        List<string> seen = [];
        using var subscription = bus.Group<IIngestEvent>().Subscribe(async (IIngestEvent _, EventContext context) =>
        {
            await Task.Yield();
            seen.Add(context.EventId);
        });

        await bus.Group<IIngestEvent>().InvokeAsync(new SipCreated(1));
        await bus.Group<IIngestEvent>().InvokeAsync(new SipCounted(2));

        Assert.Equal(["sip.created", "sip.counted"], seen);
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
    public void Stream_HasEveryEvent_InTheOrderOfTheEmits()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Group<IIngestEvent>().Stream(new() { Capacity = 4, Filter = static e => e.Number != 2 });

        foreach (var e in s_each) bus.Group<IIngestEvent>().Emit(e);
        bus.Topic<SipCreated>().Emit(new SipCreated(6));

        Assert.Equal([1, 3, 4, 5], stream.ReadAll().Select(static e => e.Number));
        Assert.Equal(1, stream.Dropped);
        stream.Dispose();
        Assert.Equal(0, bus.Health().Subscribers);
    }

    [Fact]
    public void Stream_WithReplay_HasWhatTheGroupEmitted_InOrder()
    {
        using var bus = TestBus.Create(static options => options.KeepLast<IIngestEvent>(2));
        for (int number = 1; number <= 3; number++)
        {
            bus.Topic<SipCreated>().Emit(new SipCreated(number));
            bus.Topic<SipDeleted>().Emit(new SipDeleted(number + 10));
        }

        using var stream = bus.Group<IIngestEvent>().Stream(new() { ReplayLast = 3 });
        bus.Topic<SipCreated>().Emit(new SipCreated(4));

        Assert.Equal([12, 3, 13, 4], stream.ReadAll().Select(static e => e.Number));
    }

    [Fact]
    public void Stream_WithReplayOfWhatIsNotKept_NamesTheEvents()
    {
        using var bus = TestBus.Create(static options => options.KeepLast<SipCreated>(2));

        var exception = Assert.Throws<InvalidOperationException>(() => bus.Group<IIngestEvent>().Stream(new() { ReplayLast = 3 }));

        Assert.Contains("'sip.deleted'", exception.Message);
        Assert.DoesNotContain("'sip.created'", exception.Message);
        Assert.Contains("KeepLast<IIngestEvent>", exception.Message);
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
