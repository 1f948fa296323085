using System.Runtime.CompilerServices;
using EventGen.Tests.Lifetime;

namespace EventGen.Tests.Context;

/// <summary>What <see cref="DefaultBusTests"/> run, each in a fresh copy of the runtime.</summary>
public static class DefaultBusBodies
{
    public static async Task IsMadeOnFirstUse_OfTheExecutablesModule_AndStartsItself()
    {
        var handled = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        Events.Ping.Subscribe(async e =>
        {
            await Task.Yield();
            handled.SetResult(e.Number);
        });

        Assert.True(Events.Ping.TryEnqueue(new Ping(7)));

        Assert.Equal(7, await Deadline.WithinAsync(handled.Task, "the queued event"));
        Assert.Same(EventBus.Current, Events.Ping.Bus);
        Assert.Contains(EventBus.Current.Descriptors, static descriptor => descriptor.Id == "two.publishers");
    }

    public static async Task IsOne_HoweverManyAskForItFirst()
    {
        var barrier = new AsyncBarrier(4);
        var buses = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await barrier.SignalAndWaitAsync();
            return EventBus.Current;
        })));

        Assert.All(buses, bus => Assert.Same(buses[0], bus));
    }

    // Static constructors and module initializers may run while it is made.
    public static Task IsOne_AlsoWhereCodeThatRunsWhileItIsMade_AsksForIt()
    {
        var module = new AskingModule();
        AmbientBus.AddModule(module);

        var bus = EventBus.Current;

        Assert.Same(module.Seen, bus);
        Assert.True(module.OthersWentOn, "Another thread waited for a lock that was held while foreign code ran.");
        Assert.Same(bus, EventBus.Current);
        Assert.Same(bus, Events.Ping.Bus);
        bool isMarked = true;
        Events.Ping.Subscribe(_ => isMarked = Ambient.IsMarked);
        Events.Ping.Emit(new Ping());
        Assert.False(isMarked);   // the one that was not needed is gone
        return Task.CompletedTask;
    }

    public static Task RefusesTwoHandlersOfOneName_AtEachUse()
    {
        AmbientBus.AddModule(new TwiceModule());

        for (int i = 0; i < 2; i++)
            Assert.Contains("'twice': Other.First, Other.Second.", Assert.Throws<InvalidOperationException>(static () => EventBus.Current).Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    public static async Task IsAloneAgain_WhenAnotherBusIsDroppedWithoutAStop()
    {
        bool isMarked = false;
        Events.Ping.Subscribe(_ => isMarked = Ambient.IsMarked);   // handlers of a bus that is alone need no mark
        MakeAnotherAndDropIt(() =>
        {
            Events.Ping.Emit(new Ping());
            Assert.True(isMarked);
        });

        await Eventually.TrueAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Events.Ping.Emit(new Ping());
            return !isMarked;
        });
    }

    public static Task StaysInForceAfterItsStop_AndRefuses()
    {
        var bus = EventBus.Current;
        Events.Ping.Emit(new Ping());
        bus.Dispose();

        Assert.Throws<EventBusStoppedException>(() => Events.Ping.Emit(new Ping()));
        Assert.Same(bus, EventBus.Current);
        return Task.CompletedTask;
    }

    public static async Task ReportsAPublisherThatNobodyIs_AtEachEmit_AndRunsTheRest()
    {
        List<DeliveryFailure> failures = [];
        int handled = 0;
        EventBus.Current.DeliveryFailed += (_, failure) => failures.Add(failure);
        Events.TwoPublishers.Subscribe(_ => handled++);

        // The log of this bus is standard error, which belongs to the whole process: here the failure is thrown instead.
        for (int i = 1; i <= 2; i++)
        {
            var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => Events.TwoPublishers.InvokeAsync(new TwoPublishersEvent(i)).AsTask());
            Assert.Equal(["first", "second"], thrown.Failures.Select(static failure => failure.Handler));
            Assert.Contains("'first'", thrown.Failures[0].Exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal((2, 0), (handled, failures.Count));
        Events.Ping.Emit(new Ping());
    }

    public static Task AccessorOfTheOnlyBus_AllocatesNothing()
    {
        var payload = new Dispatch.CountingHandlersEvent(new Dispatch.HandlerCallCount());
        Assert.Equal(0, Dispatch.Allocated.By(1000, () => Events.CountingHandlers.Emit(payload)));
        Assert.Equal(0, Dispatch.Allocated.By(1000, () => Events.CountingHandlersValue.Emit(new Dispatch.CountingHandlersValueEvent(payload.HandlerCallCount))));
        return Task.CompletedTask;
    }

    public static async Task Accessor_FollowsAnotherBus_AsItComesAndGoes()
    {
        var first = Events.Ping;
        for (int round = 0; round < 3; round++)
        {
            Assert.Same(first, Events.Ping);
            await using (var other = TestBus.Create())
            {
                Assert.Same(first, Events.Ping);
                using (EventBus.Use(other))
                {
                    Assert.Same(other.Topic<Ping>(), Events.Ping);
                    Assert.Same(other, EventBus.Current);
                }

                EventTopic<Pong>? inside = null;
                using var subscription = other.Topic<Ping>().Subscribe(_ => inside = Events.Pong);
                other.Topic<Ping>().Emit(new Ping());
                Assert.Same(other.Topic<Pong>(), inside);

                // And inside a handler of the default bus, which was not marked while it was alone.
                using var back = first.Subscribe(_ => inside = Events.Pong);
                using (EventBus.Use(other)) first.Emit(new Ping());
                Assert.Same(first.Bus.Topic<Pong>(), inside);
            }

            Assert.Same(first, Events.Ping);
        }
    }

    public static async Task Accessor_IsRightOnEveryThread_WhileOtherBusesComeAndGo()
    {
        var home = EventBus.Current;
        using var enough = new CancellationTokenSource();
        Task[] atHome = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!enough.IsCancellationRequested) Assert.Same(home, Events.ValuePayload.Bus);
        }))];

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 200; i++)
            {
                await using var guest = TestBus.Create();
                using (EventBus.Use(guest)) Assert.Same(guest, Events.ValuePayload.Bus);
                Assert.Same(home, Events.ValuePayload.Bus);
            }
        })));
        await enough.CancelAsync();
        await Task.WhenAll(atHome);
    }

    public static async Task Cause_FlowsThroughHandlersOfTheOnlyBus()
    {
        EventContext? outer = null, inner = null;
        Events.Pong.Subscribe((_, context) => inner = context);
        Events.ValuePayload.Subscribe(async _ =>
        {
            await Task.Yield();
            Events.Pong.Emit(new Pong());
        });
        Task? invoked = null;
        Events.Ping.Subscribe((_, context) =>
        {
            outer = context;
            invoked = Events.ValuePayload.InvokeAsync(default).AsTask();
        });

        Events.Ping.Emit(new Ping());
        await Deadline.WithinAsync(invoked!, "the event between");

        Assert.Equal(outer!.Id.ToString(), inner!.Metadata.CausationId);
    }

    public static async Task GivesWayToTheBusThatHostingStarts()
    {
        var made = EventBus.Current;
        var first = Events.Ping;
        await using var hosted = await TestBus.StartAsync();

        Assert.True(AmbientBus.SetDefault(hosted));

        Assert.Same(hosted, EventBus.Current);
        Assert.Same(hosted.Topic<Ping>(), Events.Ping);
        EventBus? inside = null;
        using var subscription = first.Subscribe(_ => inside = Events.Pong.Bus);
        first.Emit(new Ping());
        Assert.Same(made, inside);
        Assert.False(AmbientBus.SetDefault(hosted));
        await made.DisposeAsync();
        Assert.Same(hosted, Events.Ping.Bus);
    }

    public static async Task GivesWayWhileItDrains_AndEveryHandlerStillFindsItsOwnBus()
    {
        var gate = new AsyncGate();
        var draining = await TestBus.StartAsync();
        AmbientBus.SetDefault(draining);
        EventBus? insideDraining = null, insideThird = null;
        draining.Topic<Ping>().Subscribe(async _ =>
        {
            await gate.PassAsync();
            insideDraining = Events.Pong.Bus;
        });
        await Events.Ping.EmitAsync(new Ping());
        await gate.Reached;
        Task stop = draining.StopAsync();
        await Eventually.EqualAsync(EventBusStatus.Unhealthy, () => draining.GetHealth().Status);

        await using var next = await TestBus.StartAsync();
        AmbientBus.SetDefault(next);
        Assert.Same(next, Events.Pong.Bus);
        gate.Open();
        await Deadline.WithinAsync(stop, "the drain");
        Assert.Same(draining, insideDraining);

        Assert.Same(next, Events.Pong.Bus);
        await using var third = TestBus.Create();
        third.Topic<Ping>().Subscribe(_ => insideThird = Events.Pong.Bus);
        third.Topic<Ping>().Emit(new Ping());
        Assert.Same(third, insideThird);
    }

    private sealed class AskingModule() : EventModule("asking")
    {
        private bool _hasAsked;

        public EventBus? Seen { get; private set; }

        public bool OthersWentOn { get; private set; }

        protected override void Build(CompilerServices.EventModuleBuilder module)
        {
            if (_hasAsked) return;
            _hasAsked = true;
            OthersWentOn = Task.Run(static () => AmbientBus.Modules.Count).Wait(Deadline.Default);
            Seen = EventBus.Current;
        }
    }

    // Apart, so that nothing of the bus stays on the test's stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeAnotherAndDropIt(Action meanwhile)
    {
        var another = TestBus.Create();
        meanwhile();
        GC.KeepAlive(another);
    }
}
