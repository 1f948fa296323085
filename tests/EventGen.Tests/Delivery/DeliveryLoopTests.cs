using EventGen.CompilerServices;

namespace EventGen.Tests.Delivery;

public sealed class DeliveryLoopTests
{
    [Fact]
    public async Task RunAsync_OfSomeTargets_CallsTheseInOrder_AndCollectsWhatTheyThrow()
    {
        await using var bus = TestBus.Create();
        var calls = new CallLog();
        List<DeliveryFailure> failures = [];
        Target[] all = [new("first", calls), new("second", calls), new("third", calls) { Fails = true }, new("fourth", calls)];
        var some = new DeliveryTargets<Ping>([.. all.Where(static target => target.Name != "second")]);

        await Delivery(bus).Loop.RunAsync(
            some, DirectCaller<Ping>.Instance, new Ping(), null, DispatchMode.Collect(failures), asynchronousOnly: false, TestContext.Current.CancellationToken);

        Assert.Equal(["first", "third", "fourth"], calls.Entries);
        var failure = Assert.Single(failures);
        Assert.Equal("third", failure.Exception.Message);
        Assert.Equal(0, bus.GetHealth().Failed);
    }

    [Fact]
    public async Task RunAsync_PassesOverTargetsThatHaveEnded()
    {
        await using var bus = TestBus.Create();
        var calls = new CallLog();
        var targets = new DeliveryTargets<Ping>([new Target("ended", calls) { HasEnded = true }, new Target("active", calls)]);

        await Delivery(bus).Loop.RunAsync(
            targets, DirectCaller<Ping>.Instance, new Ping(), null, DispatchMode.Throw, asynchronousOnly: false, TestContext.Current.CancellationToken);

        Assert.Equal(["active"], calls.Entries);
    }

    [Fact]
    public async Task Run_ReportsWhatFails_AndCallsTheOthers()
    {
        await using var bus = TestBus.Create();
        var calls = new CallLog();
        var targets = new DeliveryTargets<Ping>([new Target("first", calls) { Fails = true }, new Target("second", calls)]);

        Delivery(bus).Loop.Run(targets, guard: null, new Ping(), null, TestContext.Current.CancellationToken);

        Assert.Equal(["first", "second"], calls.Entries);
        Assert.Equal(1, bus.GetHealth().Failed);
    }

    private static DeliveryFailureHandler<Ping> Delivery(EventBus bus) =>
        new(bus.TopicServices.Delivery, new EventDefinition<Ping> { Descriptor = bus.Topic<Ping>().Descriptor }, bus.Topic<Ping>().Descriptor);

    private sealed class Target(string name, CallLog calls) : IDeliveryTarget<Ping>
    {
        public bool Fails { get; init; }

        public string Name => name;

        public bool IsPublisher => false;

        public bool IsHandler => true;

        public bool IsSynchronous => true;

        public bool HasEnded { get; init; }

        public HandlerPlan Plan => new(RetryPolicy.None, Timeout.InfiniteTimeSpan);

        public void Call(Ping payload, EventContext? context, CancellationToken cancellationToken)
        {
            calls.Add(name);
            if (Fails) throw new InvalidOperationException(name);
        }

        public ValueTask CallAsync(Ping payload, EventContext? context, CancellationToken cancellationToken)
        {
            Call(payload, context, cancellationToken);
            return default;
        }
    }
}
