using System.Text;
using System.Text.Json.Nodes;
using EventGen.TestKit;

namespace EventGen.AspNetCore.Tests.Management;

/// <summary>Events that come from a broker: they are not emitted here, and nothing publishes them.</summary>
public sealed class ReceivedEventTests
{
    private readonly Inlet _inlet = new();

    [Fact]
    public async Task ReceivedEvents_AreCountedAsReceived_AndNotAsEmitted()
    {
        await using var app = await ReceiveAsync(5);

        JsonNode status = null!;
        await Eventually.TrueAsync(async () => Rate(status = await app.GetAsync("status"), "received") > 0);

        // The handler of each emits one.
        Assert.Equal(Rate(status, "received"), Rate(status, "emitted"));
        var parcel = (await app.GetAsync("events/parcel.sent"))["event"]!;
        Assert.Equal((0, 5), ((int)parcel["emitted"]!, (int)parcel["received"]!));

        static double Rate(JsonNode status, string name) => (double)status["rates"]![name]!["lastQuarter"]!;
    }

    [Fact]
    public async Task Graph_LeadsFromTheTransportToWhatItHasReceived_AndNotToThePublisherThatItIsNotSentTo()
    {
        await using var app = await ReceiveAsync(5);

        JsonNode graph = null!;
        await Eventually.TrueAsync(async () => Edges(graph = await app.GetAsync("graph")).Contains("transport:board receives event:parcel.sent"));
        Assert.DoesNotContain("event:parcel.sent publishes publisher:board", Edges(graph));
        Assert.DoesNotContain(graph["nodes"]!.AsArray(), static node => (string)node!["id"]! == "publisher:board");
        Assert.Equal("board", (string)graph["nodes"]!.AsArray().Single(static node => (string)node!["kind"]! == "transport")!["name"]!);
        foreach (string format in (string[])["mermaid", "dot", "svg"]) Assert.Contains("board", await app.Client.GetStringAsync($"graph?format={format}", TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // One that is emitted here as well goes both ways.
        await app.Bus.Topic<Parcel>().EmitAsync(new Parcel(9, "c-7"), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(async () => Edges(await app.GetAsync("graph")).Contains("event:parcel.sent publishes publisher:board"));
        Assert.Contains("transport:board receives event:parcel.sent", Edges(await app.GetAsync("graph")));
    }

    private async Task<ManagementApp> ReceiveAsync(int events)
    {
        var app = await ManagementApp.StartAsync(publisher: _inlet);
        await app.GetAsync("status");   // counted from now on
        for (int i = 0; i < events; i++)
        {
            string wire = $$"""{"id":"{{Guid.NewGuid()}}","type":"parcel.sent","payload":{"number":{{i}},"recipient":"c-7","note":""},"timestamp":"2026-11-21T10:00:00Z"}""";
            Assert.Equal(ReceiveStatus.Handled, (await _inlet.Receiver.ReceiveAsync(Encoding.UTF8.GetBytes(wire), TestContext.Current.CancellationToken)).Status);
        }

        return app;
    }

    private static string[] Edges(JsonNode graph) => [.. graph["edges"]!.AsArray().Select(static edge => $"{edge!["from"]} {edge["kind"]} {edge["to"]}")];

    private sealed class Inlet : IEventTransport
    {
        public string Name => "board";

        public MessageReceiver Receiver { get; private set; } = null!;

        public ValueTask StartAsync(MessageReceiver receiver, CancellationToken cancellationToken)
        {
            Receiver = receiver;
            return default;
        }

        public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken) => default;

        public ValueTask StopReceivingAsync(CancellationToken cancellationToken) => default;

        public ValueTask DisposeAsync() => default;
    }
}
