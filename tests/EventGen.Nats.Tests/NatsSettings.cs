using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace EventGen.Nats.Tests;

/// <summary>Transports over a stream named <c>parcels</c>, and what an administrator does to it.</summary>
internal static class NatsSettings
{
    public const string Stream = "parcels";

    public static NatsTransport Create(NatsServer server, Action<NatsOptions>? configure = null) => Create(server.Address, configure);

    public static NatsTransport Create(string address, Action<NatsOptions>? configure = null) => new(Parcel.Wire, options =>
    {
        (options.Address, options.Stream, options.Receive, options.AckWait, options.Timeout) = (address, Stream, true, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        configure?.Invoke(options);
    });

    /// <summary>Publishes only, without a stream.</summary>
    public static NatsTransport CreateSender(NatsServer server, Action<NatsOptions>? configure = null) => Create(server, options =>
    {
        options.Receive = false;
        configure?.Invoke(options);
    });

    public static async Task<T> RunAsync<T>(this NatsServer server, Func<NatsJSContext, Task<T>> run)
    {
        await using var connection = new NatsConnection(new NatsOpts { Url = server.Address, ConnectTimeout = Suite.Patience, RequestTimeout = Suite.Patience });
        return await run(new NatsJSContext(connection));
    }

    public static Task<StreamState> StateAsync(this NatsServer server) => server.RunAsync(async context => (await context.GetStreamAsync(Stream)).Info.State);

    public static Task<ConsumerInfo> ConsumerAsync(this NatsServer server, string name = "receiver") => server.RunAsync(async context => (await context.GetConsumerAsync(Stream, name)).Info);

    /// <summary>Waits until the application has acknowledged everything.</summary>
    public static async Task IsAcknowledgedAsync(this NatsServer server, string consumer = "receiver")
    {
        ConsumerInfo info;
        do info = await server.ConsumerAsync(consumer);
        while (info.NumAckPending > 0 || info.NumPending > 0);
    }

    public static async Task ToldAsync(Station station, params string[] texts)
    {
        await Eventually.ContainsAsync(texts, () => station.Bus.GetHealth().Publishers[0].LastError, Suite.Patience);
        Assert.Equal(EventBusStatus.Degraded, station.Bus.GetHealth().Status);
    }

    public static async Task<string> FailsAsync(Station station, Parcel? parcel = null) =>
        (await Assert.ThrowsAsync<EventDispatchException>(() => station.Bus.Topic<Parcel>().InvokeAsync(parcel ?? Parcel.New(1), TestContext.Current.CancellationToken).AsTask())).ToString();
}
