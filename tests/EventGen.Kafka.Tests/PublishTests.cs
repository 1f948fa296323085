using System.Text;
using Confluent.Kafka;

namespace EventGen.Kafka.Tests;

/// <summary>What is published, and what a publish that fails says.</summary>
public sealed class PublishTests : IDisposable
{
    private const int TopicAuthorizationFailed = 29;
    private const int MessageTooLarge = 10;
    private const short Produce = 0;

    private readonly TestCluster _cluster = TestCluster.StartNew();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task AMessage_IsABinaryCloudEvent_UnderTheKeyOfItsEvent()
    {
        await using var sender = await Station.SenderAsync(_cluster.Create(static options => options.Receive = false));
        await sender.SendAsync(Parcel.New(1, "größe"));

        var message = _cluster.Read(_cluster.Topic());

        Assert.Equal("größe", Encoding.UTF8.GetString(message.Key!));
        Assert.Equal("1.0", Header(message, "ce_specversion"));
        Assert.Equal("conformance.parcel", Header(message, "ce_type"));
        Assert.Equal("sender", Header(message, "ce_source"));
        Assert.Equal("application/json", Header(message, "content-type"));
        Assert.Equal("sender", Header(message, "eventgen-group"));
        Assert.StartsWith("""{"Id":""", Encoding.UTF8.GetString(message.Value!));
    }

    [Fact]
    public async Task AMessage_IsOurJson_OnRequest()
    {
        await using var sender = await Station.SenderAsync(_cluster.Create(static options => (options.Receive, options.CloudEvents) = (false, false)));
        await using var receiver = await Station.ReceiverAsync(_cluster.Create());
        var sent = Parcel.New(1);
        await sender.SendAsync(sent);

        var message = _cluster.Read(_cluster.Topic());

        Assert.Null(Header(message, "ce_specversion"));
        Assert.Contains("\"type\":\"conformance.parcel\"", Encoding.UTF8.GetString(message.Value!));
        await receiver.HasAsync(1);
        Assert.Equal(sent, Assert.Single(receiver.Parcels));
    }

    [Fact]
    public async Task ATopicForEachEvent_IsPublishedToAndReceived()
    {
        string topic = _cluster.Topic("conformance.parcel");
        void PerEvent(KafkaOptions options) => (options.Topic, options.TopicFor) = (null, _cluster.Topic);
        await using var receiver = await Station.ReceiverAsync(_cluster.Create(PerEvent));
        await using var sender = await Station.SenderAsync(_cluster.Create(PerEvent));
        var sent = Parcel.New(1);
        await sender.SendAsync(sent);

        await receiver.HasAsync(1);

        Assert.Equal(sent, Assert.Single(receiver.Parcels));
        Assert.NotNull(_cluster.Read(topic).Value);
    }

    [Fact]
    public async Task AMessageThatTheTopicDoesNotAllow_IsAFailedPublish_AndSaysWhatToDo()
    {
        await using var sender = await Station.SenderAsync(_cluster.Create(static options => options.Receive = false));
        _cluster.Mock.Fail(Produce, MessageTooLarge);

        Assert.Contains("max.message.bytes", await FailsAsync(sender));
        Assert.Equal(EventBusStatus.Degraded, sender.Bus.GetHealth().Status);

        await sender.SendAsync(Parcel.New(2));
        Assert.Equal(EventBusStatus.Healthy, sender.Bus.GetHealth().Status);
    }

    [Fact]
    public async Task AMissingRight_IsAFailedPublish_AndSaysWhichItIs()
    {
        await using var sender = await Station.SenderAsync(_cluster.Create(static options => options.Receive = false));
        _cluster.Mock.Fail(Produce, TopicAuthorizationFailed);

        Assert.Contains("no right to the topic", await FailsAsync(sender));
    }

    [Fact]
    public async Task ATransportThatIsNotEnabled_AcceptsEventsAndDoesNothing()
    {
        await using var station = await Station.ReceiverAsync(new KafkaTransport(Parcel.Wire, static options => options.Enabled = false));

        await station.SendAsync(Parcel.New(1));

        Assert.Equal(EventBusStatus.Healthy, station.Bus.GetHealth().Status);
    }

    private static string? Header(Message<byte[]?, byte[]?> message, string name) => message.Headers.TryGetLastBytes(name, out byte[]? value) ? Encoding.UTF8.GetString(value) : null;

    private static async Task<string> FailsAsync(Station station) =>
        (await Assert.ThrowsAsync<EventDispatchException>(() => station.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(1), TestContext.Current.CancellationToken).AsTask())).ToString();
}
