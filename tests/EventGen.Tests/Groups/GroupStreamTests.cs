using System.Runtime.CompilerServices;
using EventGen.Tests.Streaming;

namespace EventGen.Tests.Groups;

public sealed class GroupStreamTests
{
    private static readonly INumberedEvent[] s_each = [new PlainMemberEvent(1), new BaseMemberEvent(2), new DerivedMemberEvent(3, "there"), new ValueMemberEvent(4), new TwoGroupsMemberEvent(5)];

    [Fact]
    public void Stream_HasEveryEvent_InTheOrderOfTheEmits()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Group<INumberedEvent>().Stream(new() { Capacity = 4, Filter = static e => e.Number != 2 });

        foreach (var e in s_each) bus.Group<INumberedEvent>().Emit(e);
        bus.Topic<PlainMemberEvent>().Emit(new PlainMemberEvent(6));

        Assert.Equal([1, 3, 4, 5], stream.ReadAll().Select(static e => e.Number));
        Assert.Equal(1, stream.Dropped);
        stream.Dispose();
        Assert.Equal(0, bus.GetHealth().Subscribers);
    }

    [Fact]
    public void Stream_WithReplay_HasWhatTheGroupEmitted_InOrder()
    {
        using var bus = TestBus.Create(static options => options.KeepLast<INumberedEvent>(2));
        for (int number = 1; number <= 3; number++)
        {
            bus.Topic<PlainMemberEvent>().Emit(new PlainMemberEvent(number));
            bus.Topic<TwoGroupsMemberEvent>().Emit(new TwoGroupsMemberEvent(number + 10));
        }

        using var stream = bus.Group<INumberedEvent>().Stream(new() { ReplayLast = 3 });
        bus.Topic<PlainMemberEvent>().Emit(new PlainMemberEvent(4));

        Assert.Equal([12, 3, 13, 4], stream.ReadAll().Select(static e => e.Number));
    }

    [Fact]
    public void Stream_WithReplayOfWhatIsNotKept_NamesTheEvents()
    {
        using var bus = TestBus.Create(static options => options.KeepLast<PlainMemberEvent>(2));

        var exception = Assert.Throws<InvalidOperationException>(() => bus.Group<INumberedEvent>().Stream(new() { ReplayLast = 3 }));

        Assert.Contains("'two.groups.member'", exception.Message);
        Assert.DoesNotContain("'plain.member'", exception.Message);
        Assert.Contains("KeepLast<INumberedEvent>", exception.Message);
    }

    [Fact]
    public void Stream_WithReplayAndAFilterThatThrows_ReportsItOfTheEvent_AndHasTheRest()
    {
        using var bus = TestBus.Create(static options => options.KeepLast<INumberedEvent>(2));
        List<DeliveryFailure> failures = [];
        bus.DeliveryFailed += (_, failure) => failures.Add(failure);
        foreach (var e in s_each) bus.Group<INumberedEvent>().Emit(e);

        using var stream = bus.Group<INumberedEvent>().Stream(new() { ReplayLast = 3, Filter = static e => e.Number == 4 ? throw new FormatException() : true });

        Assert.Equal([2, 3, 5], stream.ReadAll().Select(static e => e.Number));
        var failure = Assert.Single(failures);
        Assert.Equal(("value.member", "stream of numbered"), (failure.EventId, failure.Handler));
        Assert.Equal(new ValueMemberEvent(4), failure.Payload);
    }

    [Fact]
    public void FilterThatEndsItsStream_IsNotCalledForAnotherEventOfTheGroup()
    {
        using var bus = TestBus.Create();
        EventStream<INumberedEvent>? stream = null;
        List<int> asked = [];
        using var made = stream = bus.Group<INumberedEvent>().Stream(new()
        {
            Filter = e =>
            {
                asked.Add(e.Number);
                stream!.Dispose();
                return true;
            },
        });

        foreach (var e in s_each) bus.Group<INumberedEvent>().Emit(e);

        Assert.Equal([1], asked);
        Assert.Equal(0, bus.GetHealth().Subscribers);
    }

    [Fact]
    public async Task Disconnect_WhenFull_EndsTheStreamOfEveryEvent()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Group<INumberedEvent>().Stream(new() { Capacity = 2, WhenFull = StreamFullMode.Disconnect });

        foreach (var e in s_each) bus.Group<INumberedEvent>().Emit(e);

        Assert.Equal(0, bus.GetHealth().Subscribers);
        var exception = await Assert.ThrowsAsync<EventStreamFullException>(() => stream.ReadToEndAsync());
        Assert.Equal("numbered", exception.Streamed);
        Assert.Equal(1, stream.Dropped);
    }

    [Fact]
    public async Task Stop_LetsTheReaderReadWhatIsBuffered_ThenEndsTheLoop()
    {
        await using var bus = await TestBus.StartAsync();
        using var stream = bus.Group<INumberedEvent>().Stream();
        foreach (var e in s_each) await bus.Group<INumberedEvent>().EmitAsync(e);

        await bus.DrainAsync();

        Assert.Equal([1, 2, 3, 4, 5], (await stream.ReadToEndAsync()).Select(static e => e.Number).Order());
    }

    [Fact]
    public async Task StreamThatNobodyRefersTo_IsCollectedAndEndsAtEachTopic()
    {
        using var bus = TestBus.Create();
        var forgotten = Forget(bus.Group<INumberedEvent>());
        foreach (var e in s_each) bus.Group<INumberedEvent>().Emit(e);

        await Eventually.TrueAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !forgotten.IsAlive && bus.GetHealth().Subscribers == 0;
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Forget(EventGroup<INumberedEvent> group) => new(group.Stream());
}
