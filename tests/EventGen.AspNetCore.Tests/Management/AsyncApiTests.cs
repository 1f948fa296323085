using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventGen.AspNetCore.Tests.Management;

/// <summary>The AsyncAPI document has what the application sends, and with a transport what it receives.</summary>
public sealed class AsyncApiTests
{
    [Fact]
    public async Task Document_HasWhatIsSent()
    {
        await using var app = await ManagementApp.StartAsync();

        var document = await app.GetAsync("asyncapi.json");

        Assert.Equal("3.0.0", (string)document["asyncapi"]!);
        Assert.Equal(["parcel.sent.send"], document["operations"]!.AsObject().Select(static operation => operation.Key));
        var parts = document["components"]!["schemas"]!["parcel.sent.Parcel"]!["properties"]!.AsObject();
        Assert.Equal(["note", "number", "recipient"], parts.Select(static part => part.Key).Order());
        Assert.Equal("Its number.", (string)parts["number"]!["description"]!);
    }

    [Fact]
    public async Task Document_HasWhatIsReceived_WhereATransportReceives()
    {
        await using var app = await StartAsync(static endpoint => endpoint.AllowAnonymous());
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        var document = JsonNode.Parse(await client.GetStringAsync("/asyncapi.json", TestContext.Current.CancellationToken))!;

        Assert.Equal(["parcel.delivered.receive", "parcel.sent.send", "parcel.sent.receive"], document["operations"]!.AsObject().Select(static operation => operation.Key));
        Assert.Null(app.Services.GetRequiredService<EventBus>().Statistics.StartedAt);   // nothing is measured for it
    }

    [Fact]
    public async Task Document_HasNothingReceived_WhereTheTransportPublishesAlone()
    {
        await using var app = await StartAsync(static endpoint => endpoint.AllowAnonymous(), receives: false);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        var document = JsonNode.Parse(await client.GetStringAsync("/asyncapi.json", TestContext.Current.CancellationToken))!;

        Assert.Equal(["parcel.sent.send"], document["operations"]!.AsObject().Select(static operation => operation.Key));
    }

    [Fact]
    public async Task Document_HasNothing_WhereTheTransportIsSwitchedOff()
    {
        await using var app = await StartAsync(static endpoint => endpoint.AllowAnonymous(), isEnabled: false);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        var document = JsonNode.Parse(await client.GetStringAsync("/asyncapi.json", TestContext.Current.CancellationToken))!;

        Assert.Empty(document["operations"]!.AsObject());
    }

    [Fact]
    public async Task Document_HasTheServersOfThePublishers_AndTheirChannels()
    {
        await using var app = await StartAsync(static endpoint => endpoint.AllowAnonymous());
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        var document = JsonNode.Parse(await client.GetStringAsync("/asyncapi.json", TestContext.Current.CancellationToken))!;

        Assert.Equal(
            """{"board":{"host":"a.example:4222","protocol":"nats"},"board-2":{"host":"b.example:4222","protocol":"nats"}}""", document["servers"]!.ToJsonString());
        Assert.Equal(["#/servers/board", "#/servers/board-2"], document["channels"]!["parcel.sent"]!["servers"]!.AsArray().Select(static server => (string)server!["$ref"]!));
        Assert.Null(document["channels"]!["parcel.delivered"]!["servers"]);
    }

    [Fact]
    public async Task Document_MarksWhatIsSensitive()
    {
        await using var app = await ManagementApp.StartAsync();

        var parts = (await app.GetAsync("asyncapi.json"))["components"]!["schemas"]!["parcel.sent.Parcel"]!["properties"]!;

        Assert.True((bool)parts["note"]!["x-sensitive"]!);
        Assert.Null(parts["number"]!["x-sensitive"]);
    }

    [Fact]
    public async Task Document_IsServedToNobody_UntilTheApplicationSaysToWhom()
    {
        await using var app = await StartAsync(static _ => { });
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        using var answer = await client.GetAsync("/asyncapi.json", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static async Task<WebApplication> StartAsync(Action<IEndpointConventionBuilder> secure, bool receives = true, bool isEnabled = true)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddEventGen().AddPublisher(new QuietTransport(receives, isEnabled));
        var app = builder.Build();
        secure(app.MapEventGenAsyncApi());
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private sealed class QuietTransport(bool receives, bool isEnabled) : IEventTransport, IEventPublisherServers
    {
        public IReadOnlyList<PublisherServer> Servers => [new("board", "a.example:4222", "nats"), new("board", "b.example:4222", "nats")];

        public bool Receives => receives;

        public bool IsEnabled => isEnabled;

        public string Name => "board";

        public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken) => default;

        public ValueTask StartAsync(MessageReceiver receiver, CancellationToken cancellationToken) => default;

        public ValueTask StopReceivingAsync(CancellationToken cancellationToken) => default;

        public ValueTask DisposeAsync() => default;
    }
}
