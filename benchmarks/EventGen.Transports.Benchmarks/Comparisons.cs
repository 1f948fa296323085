using EventGen.TestKit;
using EventGen.Transports.Benchmarks.Routes;

namespace EventGen.Transports.Benchmarks;

/// <summary>Every comparison. Servers start when the first one asks for them.</summary>
internal sealed class Comparisons : IAsyncDisposable
{
    private const double Many = 1.3, One = 1.15, OfBare = 1 / 0.77;
    private const ushort Prefetch = 64;

    // Its handler is called by the thread that reads, one message after the other: less than a bus does.
    private const string Bare = "RabbitMQ.Client", OneThread = "RabbitMQ.Client on one thread";

    // Redis answers so soon that as few as with the others would be over within one turn of another process.
    private static readonly Job s_oneAtATime = Job.OneAtATime with { Times = 3_000 };

    private readonly Lazy<Task<RedisServer>> _redis = new(static () => RedisServer.StartAsync());
    private readonly Lazy<Task<NatsServer>> _nats = new(static () => NatsServer.StartNewAsync());
    private readonly Lazy<Task<RabbitMqServer>> _rabbit = new(RabbitMqServer.StartNewAsync);
    private readonly Lazy<KafkaBrokers> _kafka = new(KafkaBrokers.Start);
    private int _names;

    public IEnumerable<Comparison> All() =>
    [
        .. Each("Redis pub/sub / StackExchange.Redis", [Job.Publish, Job.Both, s_oneAtATime], () => Redis(RedisMode.PubSub), async () => new RedisRoute(await RedisAddressAsync(), Name(), isStream: false)),
        .. Each("Redis streams / StackExchange.Redis", [Job.Publish, Job.Both, s_oneAtATime], () => Redis(RedisMode.Streams), async () => new RedisRoute(await RedisAddressAsync(), Name(), isStream: true)),
        .. Each("core NATS / NATS.Net", [Job.Publish, Job.Both, Job.OneAtATime], () => Nats(isStream: false), async () => new NatsRoute((await _nats.Value).Address, Name(), isStream: false)),
        .. Each("NATS JetStream / NATS.Net", [Job.Publish, Job.Both, Job.OneAtATime], () => Nats(isStream: true), async () => new NatsRoute((await _nats.Value).Address, Name(), isStream: true)),

        .. Each("Kafka (mock cluster) / Confluent.Kafka", [Job.Publish, Job.Both, Job.OneAtATime, Job.Consume], KafkaAsync, () => Task.FromResult<Route>(new KafkaRoute(_kafka.Value.Servers, Topic()))),
        .. Each("RabbitMQ / RabbitMQ.Client", [Job.Both, Job.OneAtATime], () => Rabbit(isQuorum: true), async () => new RabbitMQRoute((await _rabbit.Value).Address, Name(), isQuorum: true, Prefetch)),
        .. from isQuorum in (bool[])[false, true]
           from job in (Job[])[Job.Publish, Job.Consume]
           from other in (string[])(job == Job.Publish ? [Bare, "MassTransit", "Wolverine"] : [Bare, OneThread, "MassTransit", "Wolverine"])
           select new Comparison(
               $"RabbitMQ {(isQuorum ? "quorum" : "classic")} queue / {other}: {job.Name}", LimitOf(other, job), () => Rabbit(isQuorum), () => OtherAsync(other, isQuorum), job),
    ];

    public async ValueTask DisposeAsync()
    {
        if (_redis.IsValueCreated) await (await _redis.Value).DisposeAsync();
        if (_nats.IsValueCreated) await (await _nats.Value).DisposeAsync();
        if (_rabbit.IsValueCreated) await (await _rabbit.Value).DisposeAsync();
        if (_kafka.IsValueCreated) _kafka.Value.Dispose();
    }

    private static IEnumerable<Comparison> Each(string name, Job[] jobs, Func<Task<Route>> ours, Func<Task<Route>> other) =>
        jobs.Select(job => new Comparison($"{name}: {job.Name}", job.Name == Job.OneAtATime.Name ? One : Many, ours, other, job));

    // Wolverine does not wait until the broker has confirmed a message: that is shown, and promises nothing.
    private static double? LimitOf(string other, Job job) => other == Bare ? OfBare : other == OneThread || (other == "Wolverine" && job == Job.Publish) ? null : 1;

    private async Task<Route> OtherAsync(string other, bool isQuorum)
    {
        string address = (await _rabbit.Value).Address, name = Name();
        return other switch
        {
            "MassTransit" => new MassTransitRoute(address, name, isQuorum, Prefetch),
            "Wolverine" => new WolverineRoute(address, name, isQuorum, Prefetch),
            OneThread => new RabbitMQRoute(address, name, isQuorum, Prefetch, workers: 0),
            _ => new RabbitMQRoute(address, name, isQuorum, Prefetch),
        };
    }

    private async Task<string> RedisAddressAsync() => $"127.0.0.1:{(await _redis.Value).Port}";

    private async Task<Route> Redis(RedisMode mode)
    {
        string address = (await _redis.Value).Address, channel = Name();
        return new EventGenRoute(receives => new RedisTransport("redis", options =>
        {
            (options.Address, options.Channel, options.Mode, options.Receive) = (address, channel, mode, receives);
            options.ReceiveBuffer = 1_000_000;
        }));
    }

    private async Task<Route> Nats(bool isStream)
    {
        string address = (await _nats.Value).Address, name = Name();
        return new EventGenRoute(receives => new NatsTransport("nats", options =>
            (options.Address, options.Subject, options.Stream, options.Receive) = (address, name, isStream ? name : null, receives)));
    }

    private async Task<Route> Rabbit(bool isQuorum)
    {
        string address = (await _rabbit.Value).Address, name = Name();
        return new EventGenRoute(
            receives => new RabbitMQTransport("rabbitmq", options =>
                (options.Address, options.Exchange, options.Receive, options.Prefetch, options.Topology) = (address, name, receives, Prefetch, RabbitMQTopology.None)),
            () => RabbitMQRoute.DeclareAsync(address, name, $"{name}.{Route.Group}", isQuorum));
    }

    private Task<Route> KafkaAsync()
    {
        string servers = _kafka.Value.Servers, topic = Topic();

        // A group of its own for each, which has no instance before: the mock cluster waits long for one that has gone.
        return Task.FromResult<Route>(new EventGenRoute(
            receives => new KafkaTransport("kafka", options =>
            {
                (options.BootstrapServers, options.Topic, options.Receive, options.Group, options.OffsetReset) = (servers, topic, receives, receives ? topic : null, KafkaOffsetReset.Earliest);
                options.Properties["fetch.wait.max.ms"] = KafkaRoute.FetchWait;
            }),
            () => Task.CompletedTask));
    }

    private string Topic()
    {
        string topic = Name();
        _kafka.Value.CreateTopic(topic);
        return topic;
    }

    // Of its own for each measurement, so that none finds what another has left.
    private string Name() => $"route{Interlocked.Increment(ref _names)}";
}
