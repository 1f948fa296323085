using System.Runtime.CompilerServices;
using EventGen.Tests.Streaming;

namespace EventGen.Tests.Groups;

/// <summary>The no-op service: a group on <see cref="EventBus.Null"/>.</summary>
public sealed class NullGroupTests
{
    private static readonly EventGroup<INumberedEvent> s_group = EventBus.Null.Group<INumberedEvent>();

    public static TheoryData<EmitCall> Calls => [.. Enum.GetValues<EmitCall>()];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task EachCall_AcceptsEverything_AndRunsNothing(EmitCall call)
    {
        var seen = GroupMemberHandlers.Begin();
        using var subscription = s_group.Subscribe(e => seen.Add("subscribed"));
        using var stream = s_group.Stream();

        await s_group.EmitByAsync(call, new PlainMemberEvent(1));
        await s_group.EmitByAsync(call, new ValueMemberEvent(2));

        Assert.Empty(seen);
        Assert.Empty(stream.ReadAll());
        await Assert.ThrowsAsync<ArgumentNullException>(() => s_group.EmitByAsync(call, null!));
    }

    [Fact]
    public void WhatIsNoEvent_IsAcceptedToo() => Assert.True(s_group.TryEnqueue(new Stranger()));

    [Fact]
    public void Group_IsDescribedAsElsewhere()
    {
        Assert.Equal(("numbered", EventBus.Null), (s_group.Id, s_group.Bus));
        Assert.Equal(["base.member", "derived.member", "plain.member", "two.groups.member", "value.member"], s_group.Members.Select(static member => member.Id));
        Assert.All(EventBus.Null.Group<IPublishedGroupEvent>().Members, static member => Assert.Empty(member.Publishers));
        Assert.Same(s_group, EventBus.Null.Group<INumberedEvent>());
    }

    [Fact]
    public void Accessor_IsTheNullGroup_WhileTheNullBusIsInForce()
    {
        using var use = EventBus.Use(EventBus.Null);

        Assert.Same(s_group, Events.Numbered);
    }

    [Fact]
    public async Task Stream_IsEmptyAndOpen_UntilItIsDisposed()
    {
        var stream = s_group.Stream(new() { ReplayLast = 3, Filter = static _ => throw new FormatException() });
        var reading = stream.ReadToEndAsync();

        s_group.Emit(new PlainMemberEvent(1));
        Assert.False(reading.IsCompleted);
        stream.Dispose();

        Assert.Empty(await reading);
    }

    [Fact]
    public void Subscription_IsActiveUntilDisposed_AndNotFoundByItsDelegate()
    {
        Action<INumberedEvent> handler = static _ => { };
        var subscription = s_group.Subscribe(handler);

        Assert.True(subscription.IsActive);
        Assert.False(s_group.Unsubscribe(handler));
        subscription.Dispose();
        Assert.False(subscription.IsActive);
    }

    [Fact]
    public void HandlerThatNobodyUnsubscribes_IsNotKeptAlive()
    {
        var handler = SubscribeAndForget();

        GC.Collect();

        Assert.False(handler.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference SubscribeAndForget()
    {
        var seen = new List<int>();
        _ = s_group.Subscribe(e => seen.Add(e.Number));
        return new WeakReference(seen);
    }

#pragma warning disable EVG3001   // what no rule has looked at
    private sealed class Stranger : INumberedEvent
#pragma warning restore EVG3001
    {
        public int Number => 0;
    }
}
