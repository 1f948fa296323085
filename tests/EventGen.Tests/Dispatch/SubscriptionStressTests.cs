namespace EventGen.Tests.Dispatch;

/// <summary>Emitters and subscribers on several threads.</summary>
public sealed class SubscriptionStressTests
{
    private const int Threads = 3;
    private const int Rounds = 400;

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    public async Task StandingSubscriber_SeesEveryEventOnce_WhileOthersComeAndGo(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync(static options => options.QueueCapacity = 50);
        var topic = bus.Topic<Ping>();
        int[] seen = new int[Threads * Rounds];
        int withoutContext = 0, afterDispose = 0;
        topic.Subscribe(e => Interlocked.Increment(ref seen[e.Number]));
        var start = new AsyncBarrier(2 * Threads);

        Task[] emitters = [.. Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            await start.SignalAndWaitAsync();
            for (int i = 0; i < Rounds; i++) await topic.EmitByAsync(call, new Ping(thread * Rounds + i));
        }))];
        Task[] subscribers = [.. Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            await start.SignalAndWaitAsync();
            var random = new Random(thread);
            for (int i = 0; i < Rounds; i++)
            {
                using var plain = topic.Subscribe(static _ => { });
                using var contextual = topic.Subscribe((_, context) =>
                {
                    if (context is null) Interlocked.Increment(ref withoutContext);
                });
                using var asynchronous = topic.Subscribe(async (_, context) =>
                {
                    if (context is null) Interlocked.Increment(ref withoutContext);
                    await Task.Yield();
                });
                AssertEnds(random);
            }
        }))];

        await Deadline.WithinAsync(Task.WhenAll([.. emitters, .. subscribers]), "emitters and subscribers");
        await bus.DrainAsync();
        Assert.All(seen, static times => Assert.Equal(1, times));
        Assert.Equal((0, 0), (withoutContext, afterDispose));
        Assert.Equal((1, 0L), (topic.SubscriberCount, bus.GetHealth().Failed));

        // What this thread ends, this thread does not call again.
        void AssertEnds(Random random)
        {
            bool ended = false;
            int thread = Environment.CurrentManagedThreadId;
            var subscription = topic.Subscribe(_ =>
            {
                if (Volatile.Read(ref ended) && Environment.CurrentManagedThreadId == thread) Interlocked.Increment(ref afterDispose);
            });
            if (random.Next(2) == 0) subscription.Dispose();
            else Assert.True(subscription.IsActive);
            Volatile.Write(ref ended, true);
            subscription.Dispose();
            Assert.False(subscription.IsActive);
        }
    }

    [Fact]
    public async Task Unsubscribe_FromManyThreads_EndsEachSubscriptionOnce()
    {
        await using var bus = TestBus.Create();
        Action<Ping> handler = static _ => { };
        for (int i = 0; i < 1000; i++) bus.Topic<Ping>().Subscribe(handler);
        int ended = 0;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (bus.Topic<Ping>().Unsubscribe(handler)) Interlocked.Increment(ref ended);
        })));

        Assert.Equal((1000, 0), (ended, bus.Topic<Ping>().SubscriberCount));
    }

    [Fact]
    public async Task ManySubscribers_OfWhichSomeLeave_AreCalledInTheOrderInWhichTheyCame()
    {
        await using var bus = TestBus.Create();
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        List<int> called = [], expected = [];
        List<(int Number, EventSubscription Subscription)> standing = [];

        for (int i = 0; i < 300; i++)
        {
            int number = i;
            standing.Add((number, bus.Topic<Ping>().Subscribe(_ => called.Add(number))));
            if (random.Next(3) == 0)
            {
                int leaving = random.Next(standing.Count);
                standing[leaving].Subscription.Dispose();
                standing.RemoveAt(leaving);
            }

            if (random.Next(10) > 0) continue;
            bus.Topic<Ping>().Emit(new Ping());
            expected.AddRange(standing.Select(static one => one.Number));
        }

        Assert.True(expected.SequenceEqual(called), $"seed {seed}");
        Assert.Equal(standing.Count, bus.Topic<Ping>().SubscriberCount);
    }

    [Fact]
    public void Dispose_LetsGoOfTheHandler()
    {
        using var bus = TestBus.Create();
        bus.Topic<Ping>().Subscribe(static _ => { });
        var (subscription, target) = SubscribeTarget(bus.Topic<Ping>());
        bus.Topic<Ping>().Subscribe(static _ => { });

        subscription.Dispose();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(target.IsAlive);
        GC.KeepAlive(bus);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static (EventSubscription, WeakReference) SubscribeTarget(EventTopic<Ping> topic)
        {
            var calls = new CallLog();
            return (topic.Subscribe(e => calls.Add($"{e.Number}")), new WeakReference(calls));
        }
    }
}
