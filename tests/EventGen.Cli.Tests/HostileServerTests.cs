namespace EventGen.Cli.Tests;

/// <summary>Whatever a server answers, the command ends with one line, and asks no other server.</summary>
public sealed class HostileServerTests
{
    private const string Escapes = "\\u001b[31mEVIL\\u009b2J\\u202eRTL\\u2066\\u200b";

    [Theory]
    [InlineData("301 Moved Permanently")]
    [InlineData("302 Found")]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    public async Task Redirect_IsToldAndNotFollowed(string status)
    {
        await using var victim = HostileServer.OfBody("{}");
        foreach (string[] command in (string[][])[["dead-letters", "discard", "--all"], ["dead-letters", "replay", "--all"], ["status"], ["tail"]])
        {
            string path = command[0] == "dead-letters" ? "/dead-letters?all=true" : "/status";
            await using var server = HostileServer.Of($"HTTP/1.1 {status}\r\nLocation: {victim.Url}{path}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

            Eventgen.AssertFailed(await RunAsync(server, command), $"answered with a redirect to {victim.Url}");
        }

        Assert.Empty(victim.Requests);
    }

    [Fact]
    public async Task Operation_OfAnotherAddress_IsAskedForAtTheSameServer()
    {
        await using var victim = HostileServer.OfBody("{}");
        await using var server = HostileServer.OfBody($$"""{"id":"{{victim.Url}}","state":"running"}""", status: "202 Accepted");

        var run = RunAsync(server, "dead-letters", "replay", "--all");
        await Eventually.TrueAsync(() => server.Requests.Any(static request => request.StartsWith("GET /eventgen/operations/http%3A%2F%2F", StringComparison.Ordinal)));
        await server.DisposeAsync();

        Eventgen.AssertFailed(await run, "");
        Assert.Empty(victim.Requests);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{\"status\":\"a\",\"status\":\"b\"}")]
    [InlineData("{\"items\":[],\"items\":[]}")]
    [InlineData("{\"status\":\"\\ud800\",\"items\":[{\"id\":\"\\udfff\"}]}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"uptimeSeconds\":1e300,\"total\":1e300,\"status\":7,\"items\":[]}")]
    [InlineData("{\"uptimeSeconds\":\"x\",\"total\":\"many\",\"items\":{\"a\":1},\"status\":[]}")]
    [InlineData("{\"problems\":{},\"items\":[5],\"status\":\"x\"}")]
    [InlineData("{\"rates\":7,\"items\":\"x\",\"status\":5}")]
    [InlineData("{}")]
    [InlineData("{\"error\":\"not found\"}")]
    public async Task Answer_OfSomethingElse_IsOneLine(string body)
    {
        await using var server = HostileServer.OfBody(body);

        foreach (string[] command in (string[][])[["status"], ["dead-letters", "list"], ["outbox", "status"]])
        {
            Eventgen.AssertFailed(await RunAsync(server, command), "answers something else than the management endpoints do");
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("")]
    public async Task Change_ThatIsAnsweredWithSomethingElse_IsNotDone(string body)
    {
        await using var server = HostileServer.OfBody(body);
        string id = Guid.Empty.ToString();

        foreach (string[] command in (string[][])
            [
                ["dead-letters", "replay", id], ["dead-letters", "discard", id], ["dead-letters", "show", id], ["dead-letters", "replay", "--all"], ["dead-letters", "discard", "--all"],
                ["outbox", "retry", id], ["outbox", "cancel", id],
            ])
        {
            Eventgen.AssertFailed(await RunAsync(server, command), "answers something else than the management endpoints do");
        }
    }

    [Fact]
    public async Task Answer_OfAnUnknownCharset_IsReadAsJsonIs()
    {
        await using var server = HostileServer.OfBody("{\"status\":\"healthy\"}", "application/json; charset=bogus");

        Assert.Equal(0, (await RunAsync(server, "status")).ExitCode);
    }

    [Theory]
    [InlineData("200 OK", "the connection ended in mid-answer")]
    [InlineData("500 Internal Server Error", "says 500.")]
    public async Task Answer_ThatIsCut_IsOneLine(string status, string message)
    {
        await using var server = HostileServer.OfBody("{\"status\":", status: status, missing: 100);

        Eventgen.AssertFailed(await RunAsync(server, "status"), message);
    }

    [Theory]
    [InlineData("{\"detail\":5}", "application/json", "says 500: 5")]
    [InlineData("[1]", "application/json", "says 500.")]
    [InlineData("{\"detail\":\"x\"}", "application/json; charset=bogus", "says 500: x")]
    public async Task Refusal_OfAnyKind_IsOneLine(string body, string type, string message)
    {
        await using var server = HostileServer.OfBody(body, type, "500 Internal Server Error");

        Eventgen.AssertFailed(await RunAsync(server, "status"), message);
    }

    [Theory]
    [InlineData("{nonsense")]
    [InlineData("[1]")]
    [InlineData("{\"kind\":1,\"durationMs\":\"x\"}")]
    public async Task Tail_OfSomethingElse_IsOneLine(string data)
    {
        await using var server = HostileServer.OfBody($"event: activity\ndata: {data}\n\n", "text/event-stream");

        Eventgen.AssertFailed(await RunAsync(server, "tail"), "answers something else than the management endpoints do");
    }

    [Theory]
    [InlineData("application/json", "{}", "answers something else than the management endpoints do")]
    [InlineData("text/html", "<html>", "answers something else than the management endpoints do")]
    [InlineData("text/event-stream", ": open\n\n", "has ended the connection")]
    public async Task Tail_OfWhatGoesNotOn_IsNotFine(string type, string body, string message)
    {
        await using var server = HostileServer.OfBody(body, type);

        Eventgen.AssertFailed(await RunAsync(server, "tail"), message);
    }

    [Theory]
    [InlineData("status", "application/json", "{\"status\":\"", "answers with more than 64 MiB")]
    [InlineData("tail", "text/event-stream", "data: ", "sends a line of more than 4 MiB")]
    public async Task Answer_WithoutAnEnd_IsReadToALimit(string command, string type, string begin, string message)
    {
        await using var server = HostileServer.OfEndless(type, begin);

        Eventgen.AssertFailed(await RunAsync(server, command), message);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("dead-letters list")]
    [InlineData("dead-letters show 00000000-0000-0000-0000-000000000001")]
    [InlineData("dead-letters list --json")]
    [InlineData("status --json")]
    public async Task Escapes_OfAServer_DoNotReachTheTerminal(string command)
    {
        await using var server = HostileServer.OfBody($$"""{"status":"{{Escapes}}","problems":["{{Escapes}}"],"id":"{{Escapes}}","items":[{"id":"{{Escapes}}","eventId":"{{Escapes}}"}],"{{Escapes}}":"{{Escapes}}"}""");

        var run = await RunAsync(server, command.Split(' '));

        Assert.Contains("EVIL", run.Output, StringComparison.Ordinal);
        AssertPrintable(run.Output + run.Errors);
    }

    [Fact]
    public async Task Escapes_OfARefusalAndOfALiveEvent_DoNotReachTheTerminal()
    {
        await using var refusing = HostileServer.OfBody($$"""{"detail":"{{Escapes}}"}""", status: "409 Conflict");
        await using var live = HostileServer.OfBody($"event: activity\ndata: {{\"kind\":\"failed\",\"eventId\":\"{Escapes}\\nforged\"}}\n\n", "text/event-stream");

        AssertPrintable((await RunAsync(refusing, "status")).Errors);
        var run = await RunAsync(live, "tail");
        AssertPrintable(run.Output);
        Assert.Single(run.Output.Trim().Split('\n'));
    }

    private static void AssertPrintable(string text) =>
        Assert.DoesNotContain(text, static character => character is not ('\n' or '\r') && (char.IsControl(character) || char.GetUnicodeCategory(character) == System.Globalization.UnicodeCategory.Format));

    private static Task<ProgramRun> RunAsync(HostileServer server, params string[] command) => Eventgen.RunAsync([.. command, "--url", server.Url]);
}
