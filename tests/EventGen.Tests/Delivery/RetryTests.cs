using System.Collections.Concurrent;

namespace EventGen.Tests.Delivery;

public sealed class RetryTests : RetryTestBase
{
    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task FailedHandler_IsAttemptedAgain_UntilItSucceeds_AndNoSiblingIs(EmitCall call)
    {
        await using var bus = await StartAsync();
        List<DeliveryFailure> failures = [];
        bus.DeliveryFailed += (_, failure) => failures.Add(failure);
        FailuresToCome = 2;

        await bus.Topic<RetryingHandlersEvent>().EmitByAsync(call, Event(1, declared: Fail, parked: Note("parked"), picky: Note("picky")));
        await PassAsync(bus, Second);
        await PassAsync(bus, Second);
        await bus.DrainAsync();

        Assert.Equal(["declared 1", "declared 2", "declared 3", "parked 1", "picky 1"], Calls.Entries.Order(StringComparer.Ordinal));
        Assert.Equal([1, 2], failures.Select(static failure => failure.Attempt));
        Assert.All(failures, static failure => Assert.Equal(Second, failure.RetryIn));
        Assert.Equal((2L, 0L), (bus.GetHealth().Failed, bus.DeadLetters.Count));
    }

    [Fact]
    public async Task FailedHandler_WithNoAttemptLeft_BecomesADeadLetter()
    {
        await using var bus = await StartAsync();
        List<DeliveryFailure> failures = [];
        bus.DeliveryFailed += (_, failure) => failures.Add(failure);

        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, declared: Fail));
        await PassAsync(bus, Second);
        await PassAsync(bus, Second);
        await bus.DrainAsync();

        Assert.Equal(["declared 1", "declared 2", "declared 3"], Calls.Entries);
        Assert.Null(failures[^1].RetryIn);
        Assert.Equal(3, Assert.Single(await bus.DeadLetters.ListAsync()).Attempts);
    }

    [Fact]
    public async Task EveryAttempt_IsOfTheSameEmission()
    {
        await using var bus = await StartAsync();
        List<EventContext> contexts = [];
        FailuresToCome = 1;

        using (EventMetadata.Push(userId: "u1")) await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, declared: context =>
        {
            contexts.Add(context);
            Fail(context);
        }));
        await PassAsync(bus, Second);
        await bus.DrainAsync();

        Assert.Equal([1, 2], contexts.Select(static context => context.Attempt));
        Assert.Equal(contexts[0].Id, contexts[1].Id);
        Assert.Equal(contexts[0].Timestamp, contexts[1].Timestamp);
        Assert.Equal("u1", contexts[1].Metadata.UserId);
    }

    [Fact]
    public async Task EventEmittedByALaterAttempt_NamesItsCause()
    {
        await using var bus = await StartAsync();
        EventContext? cause = null, effect = null;
        bus.Topic<Ping>().Subscribe((_, context) => effect = context);
        FailuresToCome = 1;

        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, declared: context =>
        {
            Fail(context);
            cause = context;
            EventBus.Current.Topic<Ping>().Emit(new Ping());
        }));
        await PassAsync(bus, Second);
        await bus.DrainAsync();

        Assert.Equal(cause!.Id.ToString(), effect!.Metadata.CausationId);
    }

    [Theory]
    [InlineData(typeof(IOException), true)]
    [InlineData(typeof(EndOfStreamException), true)]
    [InlineData(typeof(TimeoutException), true)]
    [InlineData(typeof(FileNotFoundException), false)]
    [InlineData(typeof(InvalidOperationException), false)]
    public async Task Policy_ChoosesByException(Type exception, bool again)
    {
        await using var bus = await StartAsync();
        DeliveryFailure? failure = null;
        bus.DeliveryFailed += (_, failed) => failure ??= failed;

        bus.Topic<RetryingHandlersEvent>().Emit(Event(1, picky: _ => throw (Exception)Activator.CreateInstance(exception)!));

        Assert.Equal(again ? Second : null, failure!.RetryIn);
        await bus.StopAsync(new CancellationToken(canceled: true));
    }

    [Fact]
    public async Task CancellationOfAHandlerThatNobodyCancelled_IsAFailure()
    {
        await using var bus = await StartAsync();
        FailuresToCome = 1;

        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, declared: context =>
        {
            Calls.Add($"declared {context.Attempt}");
            if (context.Attempt == 1) throw new OperationCanceledException();
        }));
        await PassAsync(bus, Second);
        await bus.DrainAsync();

        Assert.Equal(["declared 1", "declared 2"], Calls.Entries);
    }

    [Fact]
    public async Task InvokeAsync_ThrowsWhatFailed_AndAttemptsNothingAgain()
    {
        await using var bus = await StartAsync();

        await Assert.ThrowsAsync<EventDispatchException>(async () => await bus.Topic<RetryingHandlersEvent>().InvokeAsync(Event(1, declared: Fail)));
        await bus.DrainAsync();

        Assert.Equal(["declared 1"], Calls.Entries);
        Assert.Equal(0, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task RunTimeHandler_IsAttemptedAgainByTheEventsPolicy_UntilItIsUnsubscribed()
    {
        await using var bus = await StartAsync();
        var subscription = bus.Topic<RetryingHandlersEvent>().Subscribe((_, context) =>
        {
            Calls.Add($"subscriber {context.Attempt}");
            throw new InvalidOperationException();
        });

        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1));
        await PassAsync(bus, Second);
        await Clock.WhenPendingAsync(1);
        subscription.Dispose();
        await PassAsync(bus, Second);
        await bus.DrainAsync();

        Assert.Equal(["subscriber 1", "subscriber 2"], Calls.Entries);
        Assert.Equal(0, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task Publisher_IsAttemptedAgain_WithTheSameMessage_AndItsSiblingIsNot()
    {
        var down = new FailingPublisher("first");
        var up = new MemoryPublisher("second");
        await using var bus = await StartAsync(
            options => options.PublisherRetry = new RetryPolicy { Attempts = 3, Delay = Second, Jitter = false }, publishers: [down, up]);

        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(1));
        await Clock.WhenPendingAsync(1);
        down.IsDown = false;
        await PassAsync(bus, Second);
        await bus.DrainAsync();

        Assert.Single(up.Messages);
        Assert.Equal(up.Messages[0].Id, Assert.Single(down.Published).Id);
        Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Publishers[0].Status);
    }

    [Fact]
    public async Task PayloadThatCannotBeWritten_IsNotAttemptedAgain()
    {
        await using var bus = await StartAsync(options => options.PublisherRetry = new RetryPolicy());
        DeliveryFailure? failure = null;
        bus.DeliveryFailed += (_, failed) => failure ??= failed;

        await bus.Topic<UnserializableEvent>().EmitAsync(new UnserializableEvent());
        await bus.DrainAsync();

        Assert.Null(failure!.RetryIn);
        Assert.Single(await bus.DeadLetters.ListAsync());
    }

    [Fact]
    public async Task Options_WinOverAttributes_OfTheHandlerThenOfTheEvent()
    {
        await using var bus = await StartAsync(static options =>
        {
            options.Events["retrying.handlers"] = new EventOptions { Retry = RetryPolicy.None };
            options.Events["retrying.handlers"].Handlers["parked"] = new HandlerOptions { Retry = new RetryPolicy { Attempts = 7, Delay = Second, Jitter = false } };
            options.Retry = new RetryPolicy { Attempts = 9, Delay = Second, Jitter = false };
        });
        ConcurrentDictionary<string, TimeSpan?> waits = [];
        bus.DeliveryFailed += (_, failure) => waits[failure.Handler] = failure.RetryIn;
        bus.Topic<Ping>().Subscribe(new Action<Ping>(static _ => throw new InvalidOperationException()));

        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, declared: Fail, parked: Fail, picky: static _ => throw new IOException()));
        bus.Topic<Ping>().Emit(new Ping());
        await Clock.WhenPendingAsync(3);

        Assert.Null(waits["declared"]);                 // the event's option over the event's attribute
        Assert.Equal(Second, waits["parked"]);        // the handler's option over the handler's attribute, 5 s
        Assert.Equal(Second, waits["picky"]);         // the handler's attribute over the event's option
        Assert.Contains(Second, waits.Where(static wait => wait.Key.Contains(nameof(RetryTests), StringComparison.Ordinal)).Select(static wait => wait.Value));
        await bus.StopAsync(new CancellationToken(canceled: true));
    }
}
