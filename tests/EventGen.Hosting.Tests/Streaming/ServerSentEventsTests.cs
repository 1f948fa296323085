using System.Net.ServerSentEvents;
using EventGen.Hosting.Tests.Shop;
using EventGen.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventGen.Hosting.Tests.Streaming;

/// <summary>The lines of the documentation, behind a real Kestrel.</summary>
public sealed class ServerSentEventsTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EachClient_GetsEachEvent()
    {
        await using var app = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var first = ConnectAsync(client, "/notes");
        var second = ConnectAsync(client, "/notes");
        await Eventually.EqualAsync(2, () => Topic(app).SubscriberCount);

        Topic(app).Emit(new TextEvent("one"));
        await Topic(app).EmitAsync(new TextEvent("two"), Aborted);

        string[] expected = ["event: text", """data: {"text":"one"}""", "", "event: text", """data: {"text":"two"}""", ""];
        Assert.Equal(expected, await LinesAsync(first, expected.Length));
        Assert.Equal(expected, await LinesAsync(second, expected.Length));
    }

    [Theory]
    [InlineData("/notes")]
    [InlineData("/notes/until-stop")]
    public async Task ClientThatLeaves_EndsItsStream(string path)
    {
        await using var app = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var leaving = ConnectAsync(client, path);
        var staying = ConnectAsync(client, path);
        await Eventually.EqualAsync(2, () => Topic(app).SubscriberCount);
        Topic(app).Emit(new TextEvent("one"));

        (await Deadline.WithinAsync(leaving, "the response")).Dispose();

        await Eventually.EqualAsync(1, () => Topic(app).SubscriberCount);
        Assert.Equal("event: text", (await LinesAsync(staying, 1))[0]);
    }

    [Fact]
    public async Task Group_IsServedWithTheNameAndAllOfEachEvent()
    {
        await using var app = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var response = ConnectAsync(client, "/notes/all");
        await Eventually.EqualAsync(1, () => Topic(app).SubscriberCount);

        Topic(app).Emit(new TextEvent("one"));
        app.Services.GetRequiredService<EventGroup<ITextGroupEvent>>().Emit(new TextWithReasonEvent("one", "a mistake"));

        string[] expected = ["event: TextEvent", """data: {"text":"one"}""", "", "event: TextWithReasonEvent", """data: {"text":"one","reason":"a mistake"}""", ""];
        Assert.Equal(expected, await LinesAsync(response, expected.Length));
    }

    [Fact]
    public async Task HostThatStops_EndsTheResponses()
    {
        await using var app = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var response = ConnectAsync(client, "/notes/until-stop");
        await Eventually.EqualAsync(1, () => Topic(app).SubscriberCount);
        Topic(app).Emit(new TextEvent("one"));
        await LinesAsync(response, 3);

        var stopping = app.StopAsync(Aborted);

        Assert.Equal([null], await LinesAsync(response, 1));
        await Deadline.WithinAsync(stopping, "the host's end");
    }

    private static EventTopic<TextEvent> Topic(WebApplication app) => app.Services.GetRequiredService<EventTopic<TextEvent>>();

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<Journal>().AddScoped<ScopedService>().AddEventGen().AddPublisher(new MemoryPublisher("ledger"));
        var app = builder.Build();
        app.MapGet("/notes", (CancellationToken ct) => TypedResults.ServerSentEvents(Events.Text.Stream(new() { CancellationToken = ct }), "text"));
        app.MapGet("/notes/until-stop", () => TypedResults.ServerSentEvents(
            Events.Text.Stream(new() { CancellationToken = app.Lifetime.ApplicationStopping }).Select(static note => new SseItem<TextEvent>(note, "text"))));
        app.MapGet("/notes/all", (CancellationToken ct) => TypedResults.ServerSentEvents(
            Events.TextGroup.Stream(new() { CancellationToken = ct }).Select(static note => new SseItem<ITextGroupEvent>(note, note.GetType().Name))));
        await app.StartAsync(Aborted);
        return app;
    }

    // Kestrel answers with the first event.
    private static async Task<StreamReader> ConnectAsync(HttpClient client, string path) => new(await client.GetStreamAsync(path, Aborted));

    private static Task<List<string?>> LinesAsync(Task<StreamReader> response, int count)
    {
        return Deadline.WithinAsync(ReadAsync(), $"{count} lines");

        async Task<List<string?>> ReadAsync()
        {
            var reader = await response;
            List<string?> lines = [];
            while (lines.Count < count) lines.Add(await reader.ReadLineAsync(Aborted));
            return lines;
        }
    }
}
