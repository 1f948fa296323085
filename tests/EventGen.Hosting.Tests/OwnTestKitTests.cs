using System.Collections.Concurrent;
using EventGen.Hosting.Tests.Shop;
using EventGen.TestKit;

namespace EventGen.Hosting.Tests;

/// <summary>A test kit that somebody else writes, with the public API alone.</summary>
public sealed class OwnTestKitTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kit_SeesWhatIsEmittedHandledAndPublished_AndWhenTheBusIsIdle()
    {
        var kit = new Kit();
        await using var bus = kit.Create(builder => builder.AddMiddleware(new Inner(kit.Seen)));
        await bus.StartAsync(Aborted);

        await bus.Topic<OrderPlaced>().EmitAsync(new OrderPlaced("c-7"), Aborted);
        await bus.Topic<PublishedToLedgerEvent>().EmitAsync(new PublishedToLedgerEvent(3), Aborted);
        await Eventually.TrueAsync(() => bus.GetActivity().IsIdle);

        Assert.Equal(["emitted order.placed", "emitted published.to.ledger"], kit.Seen.Where(static seen => seen.StartsWith("emitted", StringComparison.Ordinal)));
        Assert.Equal(["outer: receipts", "inner: receipts", "receipt replaced"], kit.Seen.Where(static seen => seen.Contains("receipt", StringComparison.Ordinal)));
        Assert.Equal("publishing to ledger, added False", Assert.Single(kit.Seen, static seen => seen.StartsWith("publishing", StringComparison.Ordinal)));
        Assert.Equal(new EventBusActivity(0, 0, 0, IsIdle: true), bus.GetActivity());
    }

    [Fact]
    public void Change_ThatThrows_IsWhatCreateThrows() =>
        Assert.Equal("no such handler", Assert.Throws<ArgumentException>(
            static () => EventBus.Create(static builder => builder.ChangeHandlers(static _ => throw new ArgumentException("no such handler")))).Message);

    [Fact]
    public async Task Flow_KeepsItsBus_AndNoOtherFlowHasIt()
    {
        await using var bus = EventBus.Create(static builder => builder.AddModule(EventGenHostingTestsEventModule.Instance));

        var inside = await Task.Run(
            async () =>
            {
                EventBus.SetCurrent(bus);
                await Task.Yield();
                return EventBus.Current;
            },
            Aborted);

        Assert.Same(bus, inside);
        Assert.NotSame(bus, EventBus.Current);
    }

    private sealed class Kit : BusObserver, IEventMiddleware
    {
        public ConcurrentQueue<string> Seen { get; } = new();

        public EventBus Create(Action<EventBusBuilder> configure) => EventBus.Create(builder =>
        {
            builder.AddModule(EventGenHostingTestsEventModule.Instance);
            configure(builder);
            builder.UseObserver(this).AddOuterMiddleware(this)
                .WrapPublishers((name, added) => new Wrapped(name, added is not null, Seen))
                .ChangeHandlers(Change);
        });

        public async ValueTask InvokeAsync(EventInvocation invocation, EventDelegate next)
        {
            Seen.Enqueue($"outer: {invocation.Handler}");
            await next(invocation);
        }

        public override void Emitted(EventTopic topic, object payload) => Seen.Enqueue($"emitted {topic.Descriptor.Id}");

        public override void InvocationFailed(IReadOnlyList<DeliveryFailure> failures) => Seen.Enqueue("failed");

        public override void Began()
        {
        }

        public override void Ended()
        {
        }

        public override void WorkEnded()
        {
        }

        private void Change(IReadOnlyList<DeclaredHandler> handlers)
        {
            foreach (var handler in handlers)
            {
                if (handler.ClassName != "EventGen.Hosting.Tests.Shop.Receipts") handler.LeaveOut();
                else handler.Replace(_ =>
                {
                    Seen.Enqueue("receipt replaced");
                    return default;
                });
            }
        }
    }

    private sealed class Inner(ConcurrentQueue<string> seen) : IEventMiddleware
    {
        public ValueTask InvokeAsync(EventInvocation invocation, EventDelegate next)
        {
            seen.Enqueue($"inner: {invocation.Handler}");
            return next(invocation);
        }
    }

    private sealed class Wrapped(string name, bool wasAdded, ConcurrentQueue<string> seen) : IEventPublisher
    {
        public string Name => name;

        public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken)
        {
            seen.Enqueue($"publishing to {name}, added {wasAdded}");
            return default;
        }

        public ValueTask DisposeAsync() => default;
    }
}
