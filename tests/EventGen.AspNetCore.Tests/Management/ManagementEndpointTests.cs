using System.Net;
using System.Text.Json.Nodes;
using EventGen.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.AspNetCore.Tests.Management;

public sealed class ManagementEndpointTests
{
    private const string Deliver = "<script>alert('deliver')</script>";

    [Theory]
    [InlineData("/eventgen")]
    [InlineData("EventGen/")]
    public async Task Endpoints_AreMappedOnceAtEachPath(string again)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddEventGen();
        await using var app = builder.Build();
        app.MapEventGen();

        var refused = Assert.Throws<InvalidOperationException>(() => app.MapEventGen(again));

        Assert.Contains("MapEventGenDashboard maps them too", refused.Message, StringComparison.Ordinal);
        app.MapEventGen("/elsewhere");
        app.MapGroup("/inner").MapEventGen();
    }

    [Fact]
    public async Task Status_TellsHealthQueueRatesAndPublishers()
    {
        await using var app = await ManagementApp.StartAsync();
        await app.FailAsync(10);

        var status = await app.GetAsync("status");

        Assert.Equal(("healthy", "started", 1), ((string)status["status"]!, (string)status["state"]!, (int)status["deadLetters"]!));
        Assert.Equal(app.Bus.Workers, (int)status["queue"]!["workers"]!);
        Assert.Equal("board", (string)status["publishers"]![0]!["name"]!);
        Assert.NotNull(status["rates"]!["emitted"]!["lastQuarter"]);
        Assert.Null(status["outbox"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("orders-7")]
    public async Task Status_TellsTheSource_AndEventGensVersion(string? source)
    {
        await using var app = await ManagementApp.StartAsync(build: options => options.Source = source);
        var status = await app.GetAsync("status");

        Assert.Equal(source ?? (string)status["application"]!, (string)status["source"]!);
        Assert.Matches(@"^\d+\.\d+\.\d+", (string)status["version"]!);
    }

    [Fact]
    public async Task Events_ArePagedAndSearched()
    {
        await using var app = await ManagementApp.StartAsync();
        int all = app.Bus.Descriptors.Count;

        Assert.Equal((all, 1), await Page("events?take=1"));
        Assert.Equal((all, 0), await Page("events?skip=100000"));
        Assert.Equal((2, 2), await Page("events?search=PARCEL"));
        Assert.Equal((0, 0), await Page("events?search=%3Cnothing%3E"));

        async Task<(int, int)> Page(string path)
        {
            var page = await app.GetAsync(path);
            return ((int)page["total"]!, page["items"]!.AsArray().Count);
        }
    }

    [Fact]
    public async Task Event_IsShownWithItsSchemaAndNumbers_AndHostileNamesAsTheyAre()
    {
        await using var app = await ManagementApp.StartAsync();
        await app.FailAsync(11);

        var shown = await app.GetAsync("events/parcel.sent");

        var handler = shown["event"]!["handlers"]![0]!;
        Assert.Equal((Deliver, 1, 1, typeof(InvalidOperationException).FullName), ((string)handler["name"]!, (int)handler["attempts"]!, (int)handler["failed"]!, (string)handler["lastFailure"]!));
        Assert.Equal("board", (string)shown["event"]!["publishers"]![0]!["name"]!);
        Assert.Equal("Number", (string)shown["fields"]![0]!["name"]!);
        Assert.Contains("number", shown["schema"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", await app.Client.GetStringAsync("events/parcel.sent", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graph_HasHandlersPublishersAndWhatCausesWhat()
    {
        await using var app = await ManagementApp.StartAsync();
        await app.Bus.Topic<Parcel>().EmitAsync(new Parcel(12, "c-7"), TestContext.Current.CancellationToken);

        JsonNode graph = null!;
        await Eventually.TrueAsync(async () => (graph = await app.GetAsync("graph"))["edges"]!.AsArray().Any(static edge => (string)edge!["kind"]! == "causes"));

        Assert.Contains(graph["nodes"]!.AsArray(), static node => (string)node!["name"]! == Deliver && (string)node["event"]! == "parcel.sent");
        string[] edges = [.. graph["edges"]!.AsArray().Select(static edge => $"{edge!["from"]} {edge["kind"]} {edge["to"]}")];
        Assert.Contains("event:parcel.sent publishes publisher:board", edges);
        Assert.Contains("event:parcel.sent causes event:parcel.delivered", edges);
    }

    [Fact]
    public async Task Graph_WhereAnEdgeFails_BothItsEndsDo()
    {
        await using var app = await ManagementApp.StartAsync(publisher: new RefusingPublisher());
        await app.Bus.Topic<Parcel>().EmitAsync(new Parcel(17, "c-7"), TestContext.Current.CancellationToken);

        JsonNode graph = null!;
        await Eventually.TrueAsync(async () => (graph = await app.GetAsync("graph"))["edges"]!.AsArray().Any(static edge => (double)edge!["failureRate"]! > 0));

        var failing = graph["nodes"]!.AsArray().Where(static node => (double)node!["failureRate"]! > 0).Select(static node => (string)node!["id"]!).ToHashSet();
        Assert.Contains("publisher:board", failing);
        Assert.All(graph["edges"]!.AsArray().Where(static edge => (double)edge!["failureRate"]! > 0), edge => Assert.True(failing.Contains((string)edge!["from"]!) && failing.Contains((string)edge["to"]!), $"{edge}"));
        Assert.True((int)graph["nodes"]!.AsArray().Single(static node => (string)node!["id"]! == "publisher:board")!["failed"]! > 0);
    }

    [Fact]
    public async Task APublisherThatIsSwitchedOff_IsShownNowhere()
    {
        await using var app = await ManagementApp.StartAsync(publisher: new SwitchedOffPublisher());

        Assert.DoesNotContain((await app.GetAsync("graph"))["nodes"]!.AsArray(), static node => (string)node!["kind"]! == "publisher");
        Assert.Empty((await app.GetAsync("events/parcel.sent"))["event"]!["publishers"]!.AsArray());
        Assert.Empty((await app.GetAsync("status"))["publishers"]!.AsArray());
    }

    [Fact]
    public async Task Graph_IsDrawn_AsTheCommandDrawsIt()
    {
        await using var app = await ManagementApp.StartAsync();
        await app.Bus.Topic<Parcel>().EmitAsync(new Parcel(12, "c-7"), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(async () => (await app.GetAsync("graph"))["edges"]!.AsArray().Any(static edge => (string)edge!["kind"]! == "causes"));

        string mermaid = await app.Client.GetStringAsync("graph?format=mermaid", TestContext.Current.CancellationToken);
        string dot = await app.Client.GetStringAsync("graph?format=dot", TestContext.Current.CancellationToken);
        using var picture = await app.Client.GetAsync("graph?format=svg", TestContext.Current.CancellationToken);
        var svg = System.Xml.Linq.XElement.Parse(await picture.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.StartsWith("flowchart LR\n", mermaid, StringComparison.Ordinal);
        Assert.Contains("[\"#lt;script#gt;alert('deliver')#lt;/script#gt;\"]:::handler", mermaid, StringComparison.Ordinal);
        Assert.Contains("\"event:parcel.sent\" -> \"event:parcel.delivered\" [label=\"causes\"]", dot, StringComparison.Ordinal);
        Assert.Equal("image/svg+xml", picture.Content.Headers.ContentType!.MediaType);
        string style = svg.Descendants().Single(static element => element.Name.LocalName == "style").Value;
        string hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style)));
        Assert.Equal($"default-src 'none'; style-src 'sha256-{hash}'; frame-ancestors 'none'", Assert.Single(picture.Headers.GetValues("Content-Security-Policy")));
        Assert.DoesNotContain(svg.DescendantsAndSelf(), static element => element.Attribute("style") is not null);
        Assert.Contains("parcel.delivered", svg.Descendants().Where(static element => element.Name.LocalName == "text").Select(static text => text.Value));
        Assert.DoesNotContain(svg.Descendants(), static element => element.Name.LocalName == "script");
    }

    [Fact]
    public async Task Graph_InAnUnknownFormat_IsRefused()
    {
        await using var app = await ManagementApp.StartAsync();

        var (status, problem) = await app.SendAsync(HttpMethod.Get, "graph?format=png");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("'format' is json, mermaid, dot, svg.", (string)problem!["detail"]!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Trace_TellsWhatCausedWhat(bool byCorrelation)
    {
        await using var app = await ManagementApp.StartAsync("Development", static endpoints => endpoints.AllowAnonymous());
        using (byCorrelation ? EventMetadata.Push(correlationId: "order 7/ä") : null)
            await app.Bus.Topic<Parcel>().EmitAsync(new Parcel(13, "c-7"), TestContext.Current.CancellationToken);
        string id = "order 7/ä";
        if (!byCorrelation)
        {
            // Somebody who knows the id of one emission.
            await using var reader = await LiveClient.OpenAsync(app.Client, "live?event=parcel.sent");
            await app.Bus.Topic<Parcel>().EmitAsync(new Parcel(13, "c-7"), TestContext.Current.CancellationToken);
            id = (string)(await reader.NextAsync("activity"))["id"]!;
        }

        JsonNode trace = null!;
        await Eventually.TrueAsync(async () =>
        {
            var (status, body) = await app.SendAsync(HttpMethod.Get, $"trace/{Uri.EscapeDataString(id)}");
            trace = body!;
            return status == HttpStatusCode.OK && trace["events"]!.AsArray() is [_, { } last] && last["activities"]!.AsArray().Count >= 2;
        });

        var (sent, delivered) = (trace["events"]![0]!, trace["events"]![1]!);
        Assert.Equal(("parcel.sent", "parcel.delivered"), ((string)sent["eventId"]!, (string)delivered["eventId"]!));
        Assert.Equal((string)sent["id"]!, (string)delivered["causationId"]!);
        Assert.Contains("\"number\": 13", (string)sent["payload"]!, StringComparison.Ordinal);
        Assert.False((bool)trace["mayBeIncomplete"]!);
    }

    [Theory]
    [InlineData("x%2Fy")]
    [InlineData("x/y")]
    [InlineData("100%")]
    [InlineData("a?b#c d+e")]
    public async Task Trace_OfAnyId_IsFound(string id)
    {
        await using var app = await ManagementApp.StartAsync();
        using (EventMetadata.Push(correlationId: id)) await app.Bus.Topic<Parcel>().EmitAsync(new Parcel(21, "c-7"), TestContext.Current.CancellationToken);

        Assert.Equal(id, (string)(await app.GetAsync($"trace/{Uri.EscapeDataString(id)}"))["correlationId"]!);
    }

    [Fact]
    public async Task Trace_TellsTheDeadLetter_UntilItIsDiscarded()
    {
        await using var app = await ManagementApp.StartAsync();
        var id = await app.FailAsync(23);
        var emission = (await app.Bus.DeadLetters.FindAsync(id, TestContext.Current.CancellationToken))!.EmissionId;

        JsonNode failed = null!;
        await Eventually.TrueAsync(async () => (string)(failed = (await app.GetAsync($"trace/{emission}"))["events"]![0]!)["state"]! == "dead-letter");
        Assert.Equal(($"{id}", Deliver, "handler"), ((string)failed["deadLetters"]![0]!["id"]!, (string)failed["deadLetters"]![0]!["target"]!, (string)failed["deadLetters"]![0]!["kind"]!));

        await app.Bus.DeadLetters.DiscardAsync(id, TestContext.Current.CancellationToken);
        Assert.Equal("memory", (string)(await app.GetAsync($"trace/{emission}"))["events"]![0]!["state"]!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Trace_OfWhatTheJournalHasForgotten_HasTheDeadLetter(bool byCorrelation)
    {
        await using var app = await ManagementApp.StartAsync(configure: static options => options.TraceCapacity = 2);
        Guid id;
        using (EventMetadata.Push(correlationId: "order 24")) id = await app.FailAsync(24);
        var emission = (await app.Bus.DeadLetters.FindAsync(id, TestContext.Current.CancellationToken))!.EmissionId;
        using (EventMetadata.Push(correlationId: "order 25")) await app.Bus.Topic<Parcel>().EmitAsync(new Parcel(25, "c-7"), TestContext.Current.CancellationToken);
        string asked = byCorrelation ? "order%2024" : $"{emission}";

        JsonNode forgotten = null!;
        await Eventually.TrueAsync(async () => (forgotten = (await app.GetAsync($"trace/{asked}"))["events"]!.AsArray().Single()!)["activities"]!.AsArray().Count == 0);

        Assert.Equal(($"{emission}", "parcel.sent", "dead-letter"), ((string)forgotten["id"]!, (string)forgotten["eventId"]!, (string)forgotten["state"]!));
        Assert.Equal($"{id}", (string)forgotten["deadLetters"]!.AsArray().Single()!["id"]!);
        await app.Bus.DeadLetters.DiscardAsync(id, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, (await app.SendAsync(HttpMethod.Get, $"trace/{asked}")).Status);
    }

    [Fact]
    public async Task Trace_OfAnEmission_TakesItsIdInAnyCase()
    {
        await using var app = await ManagementApp.StartAsync();
        var id = (await app.Bus.DeadLetters.FindAsync(await app.FailAsync(22), TestContext.Current.CancellationToken))!.EmissionId;

        Assert.Equal($"{id}", (string)(await app.GetAsync($"trace/{id.ToString().ToUpperInvariant()}"))["events"]![0]!["id"]!);
    }

    [Fact]
    public async Task Emit_WorksInDevelopmentAlone()
    {
        await using var development = await ManagementApp.StartAsync("Development");
        await using var production = await ManagementApp.StartAsync();
        const string Body = """{"number":14,"recipient":"c-7","note":"by hand"}""";

        Assert.Equal(HttpStatusCode.Accepted, (await development.ChangeAsync(HttpMethod.Post, "events/parcel.sent/emit", Body)).Status);
        await Eventually.TrueAsync(async () => (int)(await development.GetAsync("events/parcel.delivered"))["event"]!["emitted"]! == 1);
        Assert.Equal("Management: somebody at 127.0.0.1 emitted parcel.sent.", Assert.Single(development.Log.Of(191)));
        Assert.Equal(HttpStatusCode.Forbidden, (await production.ChangeAsync(HttpMethod.Post, "events/parcel.sent/emit", Body)).Status);
        foreach (string bad in (string[])["", "{", "null", "[]", """{"number":"x"}""", """{"number":1}""", "<script>"])
            Assert.Equal(HttpStatusCode.BadRequest, (await development.ChangeAsync(HttpMethod.Post, "events/parcel.sent/emit", bad)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await development.ChangeAsync(HttpMethod.Post, "events/parcel.sent/emit", new string(' ', 1024 * 1024 + 1))).Status);
    }

    [Fact]
    public async Task DeadLetters_AreFilteredPagedAndGrouped()
    {
        await using var app = await ManagementApp.StartAsync();
        for (int i = 0; i < 3; i++) await app.FailAsync(15);

        var page = await app.GetAsync("dead-letters?take=2");
        Assert.Equal((3, 2, false), ((int)page["total"]!, page["items"]!.AsArray().Count, (bool)page["hasMore"]!));
        Assert.Equal((3, Deliver), ((int)page["causes"]![0]!["count"]!, (string)page["causes"]![0]!["target"]!));
        Assert.Equal(0, (int)(await app.GetAsync("dead-letters?event=parcel.delivered"))["total"]!);
        Assert.Equal(3, (int)(await app.GetAsync($"dead-letters?kind=handler&handler={Uri.EscapeDataString(Deliver)}&exception=System.InvalidOperationException&since=2020-01-01"))["total"]!);
        Assert.Empty((await app.GetAsync("dead-letters?skip=3000"))["items"]!.AsArray());
        Assert.Empty((await app.GetAsync("dead-letters?since=2099-01-01T00:00:00Z"))["items"]!.AsArray());
    }

    [Fact]
    public async Task DeadLetter_IsReplayedByOneOfTwo_AndTheOtherIsTold()
    {
        await using var app = await ManagementApp.StartAsync();
        var id = await app.FailAsync(16);
        var reached = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        ParcelHandlers.Instead[16] = () =>
        {
            reached.TrySetResult();
            return release.Task;
        };

        var first = app.ChangeAsync(HttpMethod.Post, $"dead-letters/{id}/replay");
        await Deadline.WithinAsync(reached.Task, "the first replay");
        var second = await app.ChangeAsync(HttpMethod.Post, $"dead-letters/{id}/replay");
        release.SetResult();

        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.True((bool)(await first).Body!["succeeded"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await app.ChangeAsync(HttpMethod.Post, $"dead-letters/{id}/replay")).Status);
        ParcelHandlers.Instead.TryRemove(16, out _);
    }

    [Fact]
    public async Task DeadLetter_ThatFailsAgain_IsKept()
    {
        await using var app = await ManagementApp.StartAsync();
        var id = await app.FailAsync(17);

        Assert.False((bool)(await app.ChangeAsync(HttpMethod.Post, $"dead-letters/{id}/replay")).Body!["succeeded"]!);
        Assert.Equal(2, (int)(await app.GetAsync($"dead-letters/{id}"))["attempts"]!);
    }

    [Theory]
    [InlineData("POST", "dead-letters/replay", 3)]
    [InlineData("DELETE", "dead-letters", 0)]
    public async Task Many_AreAnOperation_WithProgress(string method, string path, int left)
    {
        await using var app = await ManagementApp.StartAsync();
        for (int i = 0; i < 3; i++) await app.FailAsync(18);

        Assert.Equal(HttpStatusCode.BadRequest, (await app.ChangeAsync(new HttpMethod(method), path)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.ChangeAsync(new HttpMethod(method), $"{path}?evnt=parcel.sent")).Status);
        var (status, begun) = await app.ChangeAsync(new HttpMethod(method), $"{path}?event=parcel.sent");
        Assert.Equal(HttpStatusCode.Accepted, status);

        JsonNode operation = null!;
        await Eventually.TrueAsync(async () => (string)(operation = await app.GetAsync($"operations/{begun!["id"]}"))["state"]! == "succeeded");
        Assert.Equal((3, 3), ((int)operation["total"]!, (int)operation["done"]!));
        Assert.Equal(left, app.Bus.DeadLetters.Count);
        Assert.Equal(HttpStatusCode.Conflict, (await app.ChangeAsync(HttpMethod.Delete, $"operations/{begun!["id"]}")).Status);
    }

    [Fact]
    public async Task DuringAStop_NothingIsReplayed_AndTheRequestIsTold()
    {
        await using var app = await ManagementApp.StartAsync();
        var id = await app.FailAsync(20);
        await app.Bus.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.ChangeAsync(HttpMethod.Post, $"dead-letters/{id}/replay")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.ChangeAsync(HttpMethod.Post, "dead-letters/replay?all=true")).Status);
        var status = await app.GetAsync("status");
        Assert.Equal(("stopped", "unhealthy", 1), ((string)status["state"]!, (string)status["status"]!, (int)status["deadLetters"]!));
    }

    [Theory]
    [InlineData("GET", "events/none", 404)]
    [InlineData("GET", "events/%3Cscript%3E", 404)]
    [InlineData("GET", "events?take=0", 400)]
    [InlineData("GET", "events?take=501", 400)]
    [InlineData("GET", "events?take=x", 400)]
    [InlineData("GET", "events?skip=-1", 400)]
    [InlineData("GET", "events?skip=1&skip=2", 400)]
    [InlineData("GET", "events?serach=x", 400)]
    [InlineData("GET", "trace/unknown", 404)]
    [InlineData("GET", "live?event=none", 404)]
    [InlineData("GET", "dead-letters?kind=other", 400)]
    [InlineData("GET", "dead-letters?since=yesterday", 400)]
    [InlineData("GET", "dead-letters?since=1.2", 400)]
    [InlineData("DELETE", "dead-letters?before=12:30", 400)]
    [InlineData("GET", "dead-letters/no-id", 404)]
    [InlineData("GET", "dead-letters/0b0e4d4e-0000-7000-8000-000000000000", 404)]
    [InlineData("POST", "dead-letters/0b0e4d4e-0000-7000-8000-000000000000/replay", 404)]
    [InlineData("DELETE", "dead-letters/0b0e4d4e-0000-7000-8000-000000000000", 404)]
    [InlineData("DELETE", "dead-letters?all=yes", 400)]
    [InlineData("DELETE", "dead-letters?all=false", 400)]
    [InlineData("GET", "outbox", 404)]
    [InlineData("POST", "outbox/0b0e4d4e-0000-7000-8000-000000000000/retry", 404)]
    [InlineData("GET", "operations/0b0e4d4e-0000-7000-8000-000000000000", 404)]
    [InlineData("POST", "events/none/emit", 404)]
    public async Task BadInput_IsAProblem_ThatSaysWhat(string method, string path, int expected)
    {
        await using var app = await ManagementApp.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("X-EventGen-Request", "1");

        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(expected, (int)problem["status"]!);
        Assert.All((string[])["type", "title", "detail"], member => Assert.NotEmpty((string)problem[member]!));
    }

    private sealed class SwitchedOffPublisher : IEventPublisher
    {
        public string Name => "board";

        public bool IsEnabled => false;

        public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken) => throw new InvalidOperationException("It is switched off.");

        public ValueTask DisposeAsync() => default;
    }
}
