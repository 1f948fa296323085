using System.Reactive.Subjects;
using System.Threading.Channels;
using EventGen.Benchmarks.Peers;
using EventGen.Benchmarks.Startup;
using EventGen.Benchmarks.Streams;
using EventGen.Benchmarks.Subscribe;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Benchmarks.Memory;

/// <summary>What subscribers, streams, topics, buses and queued events keep in memory.</summary>
internal static class MemoryTable
{
    public const string Switch = "--memory";

    private const int Capacity = 256;

    public static void Print() => Console.Write(Measure());

    /// <summary>The table, in Markdown.</summary>
    public static string Measure() => string.Join('\n', ["| bytes of each | EventGen | others |", "|---|---:|---|", .. Rows().Select(static row => row.Measure()), ""]);

    private static IEnumerable<MemoryRow> Rows()
    {
        // Each with a delegate and a target of its own, which is part of what it keeps.
        var bus = EventBus.Current;
        var watched = bus.Topic<Watched>();
        var r3 = new R3.Subject<Watched>();
        var reactive = new Subject<Watched>();
        yield return new MemoryRow(
            "subscriber", 10_000, number => watched.Subscribe(Watched.Handler(number)),
            ("R3", number => R3.ObservableSubscribeExtensions.Subscribe(r3, Watched.Handler(number))), ("System.Reactive", number => reactive.Subscribe(Watched.Handler(number))));

        var streamed = bus.Topic<Streamed>();
        yield return new MemoryRow(
            "stream of 256, empty", 10_000, _ => streamed.Stream(new EventStreamOptions { Capacity = Capacity }), ("bounded channel", static _ => Channel.CreateBounded<Streamed>(Capacity)));
        yield return new MemoryRow("stream of 256, full", 200, _ => Full(streamed.Stream(new EventStreamOptions { Capacity = Capacity }), streamed), ("bounded channel", static _ => FullChannel(Capacity)));

        yield return new MemoryRow("topic, asked for", 500, static _ => ColdBus().Topic<Numbered<D0, D0, D0>>(), ("bus alone", static _ => ColdBus()), ("R3's subject", static _ => new R3.Subject<Watched>()));
        yield return new MemoryRow("bus of one event, started and idle", 200, static _ => Started(OneEvent.Instance), ("Mediator in its container", static _ => Mediator()), ("bounded channel of 1,000", static _ => Channel.CreateBounded<Streamed>(1000)));
        yield return new MemoryRow("bus of 1,000 events, idle", 20, static _ => Started(ThousandEvents.Instance));

        const int Queued = 100_000;
        var e = new Numbered<D0, D0, D0>(1);
        yield return new MemoryRow($"queue with {Queued:N0} events, for each", 1, _ => FullQueue(Queued, e), ("bounded channel", static _ => FullChannel(Queued))) { Parts = Queued };
    }

    private static EventStream<Streamed> Full(EventStream<Streamed> stream, EventTopic<Streamed> topic)
    {
        var e = new Streamed(1);
        for (int i = 0; i < Capacity; i++) topic.Emit(e);
        return stream;
    }

    private static Channel<Streamed> FullChannel(int capacity)
    {
        var channel = Channel.CreateBounded<Streamed>(capacity);
        var e = new Streamed(1);
        while (channel.Writer.TryWrite(e))
        {
        }

        return channel;
    }

    // Without a worker, so that they stay.
    private static EventBus FullQueue(int capacity, Numbered<D0, D0, D0> e)
    {
        var bus = EventBus.Create(bus => bus.AddModule(OneEvent.Instance).Configure(options => options.QueueCapacity = capacity));
        var topic = bus.Topic<Numbered<D0, D0, D0>>();
        while (topic.TryEnqueue(e))
        {
        }

        return bus;
    }

    private static EventBus ColdBus() => EventBus.Create(static bus => bus.AddModule(OneEvent.Instance));

    private static EventBus Started(EventModule module)
    {
        var bus = EventBus.Create(bus => bus.AddModule(module));
        bus.StartAsync().GetAwaiter().GetResult();
        return bus;
    }

    private static ServiceProvider Mediator()
    {
        var services = new ServiceCollection();
        MediatorDependencyInjectionExtensions.AddMediator(services, static options => options.ServiceLifetime = ServiceLifetime.Singleton);
        var provider = services.BuildServiceProvider();
        provider.GetRequiredService<Mediator.Mediator>().Publish(new Notice(1)).AsTask().GetAwaiter().GetResult();
        return provider;
    }
}
