using System.Text.Json.Serialization;

namespace EventGen.Tests.Dispatch;

public sealed class HandlerIsolationTests
{
    private static readonly string[] s_failing =
    [
        "throws", "throws before its task", "throws before its value task", "faults", "returns no task", "cancels itself",
        "SubscribeFailing", "SubscribeFailing", "SubscribeFailing", "SubscribeFailing",
    ];

    private readonly CallLog _calls = new();

    [Theory]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task QueuedEvent_RunsEveryHandlerAndPublisher_AndReportsEachFailureInOrder(EmitCall call)
    {
        var publisher = new MemoryPublisher("first");
        await using var bus = await TestBus.StartAsync(publishers: [publisher]);
        var failures = Observe(bus);
        SubscribeFailing(bus.Topic<FailingHandlersEvent>());

        await bus.Topic<FailingHandlersEvent>().EmitByAsync(call, new FailingHandlersEvent(_calls));
        await bus.DrainAsync();

        Assert.Equal(["2", "4", "6", "8", "11", "dynamic", "last"], _calls.Entries);
        Assert.Equal(s_failing, failures);
        Assert.Equal(s_failing.Length, bus.GetHealth().Failed);
        Assert.Single(publisher.Messages);
    }

    [Fact]
    public async Task Emit_RunsEveryHandlerAndPublisher_AndReportsEachFailure()
    {
        var publisher = new MemoryPublisher("first");
        await using var bus = TestBus.Create(publishers: [publisher]);
        var failures = Observe(bus);
        SubscribeFailing(bus.Topic<FailingHandlersEvent>());

        bus.Topic<FailingHandlersEvent>().Emit(new FailingHandlersEvent(_calls));
        Assert.Equal(["2", "6", "11", "dynamic", "last"], _calls.Entries);
        Assert.Equal(["throws", "SubscribeFailing"], failures);

        await bus.StartAsync();
        await bus.DrainAsync();
        Assert.Equal(["2", "6", "11", "dynamic", "last", "4", "8"], _calls.Entries);
        Assert.Equal(s_failing.Order(), failures.Order());
        Assert.Single(publisher.Messages);
    }

    [Fact]
    public async Task InvokeAsync_RunsEveryHandlerAndPublisher_ThenThrowsEveryFailureInOrder_AndReportsNone()
    {
        var publisher = new MemoryPublisher("first");
        await using var bus = TestBus.Create(publishers: [publisher]);
        var failures = Observe(bus);
        SubscribeFailing(bus.Topic<FailingHandlersEvent>());

        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => bus.Topic<FailingHandlersEvent>().InvokeAsync(new FailingHandlersEvent(_calls)).AsTask());

        Assert.Equal(["2", "4", "6", "8", "11", "dynamic", "last"], _calls.Entries);
        Assert.Equal(s_failing, thrown.Failures.Select(Name));
        Assert.Single(publisher.Messages);
        Assert.Empty(failures);
        Assert.Equal(0, bus.GetHealth().Failed);
    }

    [Fact]
    public async Task InvokeAsync_OfAFailingHandlerThatInvokes_NamesBothEvents()
    {
        await using var bus = TestBus.Create();
        bus.Topic<Ping>().Subscribe(_ => bus.Topic<Pong>().InvokeAsync(new Pong()));
        bus.Topic<Pong>().Subscribe(new Action<Pong>(static _ => throw new InvalidOperationException("inner")));

        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => bus.Topic<Ping>().InvokeAsync(new Ping()).AsTask());

        var outer = Assert.Single(thrown.Failures);
        Assert.Equal("ping", outer.EventId);
        var inner = Assert.Single(Assert.IsType<EventDispatchException>(outer.Exception).Failures);
        Assert.Equal("pong", inner.EventId);
        Assert.Equal("inner", inner.Exception.Message);
    }

    private static List<string> Observe(EventBus bus)
    {
        List<string> failures = [];
        bus.DeliveryFailed += (_, failure) =>
        {
            lock (failures) failures.Add(Name(failure));
        };
        return failures;
    }

    // A lambda's name holds the method it stands in.
    private static string Name(DeliveryFailure failure) =>
        failure.Handler.Contains(nameof(SubscribeFailing), StringComparison.Ordinal) ? nameof(SubscribeFailing) : failure.Handler;

    private static void SubscribeFailing(EventTopic<FailingHandlersEvent> topic)
    {
        topic.Subscribe(new Action<FailingHandlersEvent>(static _ => throw new InvalidOperationException("dynamic")));
        topic.Subscribe(e => e.Calls.Add("dynamic"));
        topic.Subscribe(new Func<FailingHandlersEvent, Task>(static _ => throw new InvalidOperationException("dynamic before its task")));
        topic.Subscribe(new Func<FailingHandlersEvent, Task>(static _ => null!));
        topic.Subscribe(static async _ =>
        {
            await Task.Yield();
            throw new InvalidOperationException("dynamic faulted");
        });
        topic.Subscribe(e => e.Calls.Add("last"));
    }
}

/// <summary>An event with handlers that fail in every way there is, each followed by one that works.</summary>
[Event]
[PublishTo("first")]
public sealed record FailingHandlersEvent([property: JsonIgnore] CallLog Calls);

public static class FailingHandlers
{
    [Subscribe(Order = 1, Name = "throws")]
    public static void Throw(FailingHandlersEvent e) => throw new InvalidOperationException("synchronous");

    [Subscribe(Order = 2)]
    public static void Work2(FailingHandlersEvent e) => e.Calls.Add("2");

    [Subscribe(Order = 3, Name = "throws before its task")]
    public static Task ThrowBeforeTask(FailingHandlersEvent e) => throw new InvalidOperationException("before the task");

    [Subscribe(Order = 4)]
    public static Task Work4(FailingHandlersEvent e)
    {
        e.Calls.Add("4");
        return Task.CompletedTask;
    }

    [Subscribe(Order = 5, Name = "throws before its value task")]
    public static ValueTask ThrowBeforeValueTask(FailingHandlersEvent e) => throw new InvalidOperationException("before the value task");

    [Subscribe(Order = 6)]
    public static void Work6(FailingHandlersEvent e) => e.Calls.Add("6");

    [Subscribe(Order = 7, Name = "faults")]
    public static async Task FaultAsync(FailingHandlersEvent e)
    {
        await Task.Yield();
        throw new InvalidOperationException("faulted");
    }

    [Subscribe(Order = 8)]
    public static async ValueTask Work8(FailingHandlersEvent e)
    {
        await Task.Yield();
        e.Calls.Add("8");
    }

    [Subscribe(Order = 9, Name = "returns no task")]
    public static Task ReturnNull(FailingHandlersEvent e) => null!;

    [Subscribe(Order = 10, Name = "cancels itself")]
    public static Task Cancel(FailingHandlersEvent e) => Task.FromCanceled(new CancellationToken(canceled: true));

    [Subscribe(Order = 11)]
    public static void Work11(FailingHandlersEvent e) => e.Calls.Add("11");
}
