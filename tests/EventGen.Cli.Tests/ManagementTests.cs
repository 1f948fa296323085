using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventGen.Cli.Tests;

[Event("parcel.sent")]
public sealed record Parcel(int Number, [property: Sensitive] string Owner = "planted-owner");

[JsonSerializable(typeof(Parcel))]
public sealed partial class ParcelJson : JsonSerializerContext;

/// <summary>The command operates a real application through its management endpoints.</summary>
public sealed class ManagementTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eventgen-management-").FullName;
    private WebApplication _app = null!;
    private volatile bool _fails = true;
    private volatile TaskCompletionSource? _gate;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Url => $"{_app.Urls.Single()}/eventgen";

    private EventBus Bus => _app.Services.GetRequiredService<EventBus>();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddEventGen(static options => options.Source = "depot-7").AddPublisher(new MemoryPublisher("queue")).AddPublisher(new MemoryPublisher("archive"))
            .AddSqliteOutbox($"Data Source={Path.Combine(_folder, "outbox.db")}");
        _app = builder.Build();
        _app.MapEventGen("/eventgen").AllowAnonymous();
        await _app.StartAsync(Cancellation);
        Bus.Topic<Parcel>().Subscribe(async parcel =>
        {
            await Task.Yield();
            if (_gate is { } gate) await gate.Task;
            if (_fails) throw new InvalidOperationException($"The depot is closed to {parcel.Owner}.");
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Trace_ShowsWhatCausedWhat_WithItsDeadLetters()
    {
        await RunAsync("status");   // from now on what happens is kept
        Bus.Topic<Parcel>().Subscribe(async (Parcel parcel, CancellationToken cancellationToken) =>
        {
            if (parcel.Number == 1) await Bus.Topic<Parcel>().EmitAsync(new Parcel(2), cancellationToken);
        });
        using (EventMetadata.Push(correlationId: "order 7/b")) await Bus.Topic<Parcel>().EmitAsync(new Parcel(1), Cancellation);
        await Eventually.TrueAsync(() => Bus.DeadLetters.Count == 2);

        ProgramRun trace = null!;
        await Eventually.TrueAsync(async () => (trace = (await RunAsync("trace", "order 7/b")).Succeeded()).Lines.Count == 8);
        Assert.Matches("^[^ ].* parcel.sent from depot-7, dead-letter [-0-9a-f]{36}$", trace.Lines[0]);
        Assert.Single(trace.Lines, static line => Regex.IsMatch(line, "^  [^ ].* parcel.sent from depot-7, dead-letter [-0-9a-f]{36}$"));
        Assert.Equal(2, trace.Lines.Count(static line => line.Contains(" failed ", StringComparison.Ordinal) && line.Contains("InvalidOperationException", StringComparison.Ordinal)));
        Assert.Equal(2, trace.Lines.Count(static line => Regex.IsMatch(line, "^ +dead letter [-0-9a-f]{36} of .+")));
        Assert.DoesNotContain("planted-owner", trace.Output, StringComparison.Ordinal);

        Assert.Equal(2, JsonNode.Parse((await RunAsync("trace", "order 7/b", "--json")).Succeeded().Output)!["events"]!.AsArray().Count);
        Eventgen.AssertFailed(await RunAsync("trace", "nobody's"), "This process knows nothing of this id");
    }

    [Fact]
    public async Task DeadLetters_AreListed_ReplayedAndDiscarded()
    {
        for (int number = 0; number < 3; number++) await Bus.Topic<Parcel>().EmitAsync(new Parcel(number), Cancellation);
        await Eventually.TrueAsync(() => Bus.DeadLetters.Count == 3);

        var list = JsonNode.Parse((await RunAsync("dead-letters", "list", "--json")).Succeeded().Output)!["items"]!.AsArray();
        Assert.Equal(3, list.Count);
        var table = await RunAsync("dead-letters", "list");
        Assert.Equal(4, table.Lines.Count);
        Assert.Equal(4, (await RunAsync("dead-letters", "list", "--since", "01:00:00")).Lines.Count);
        Assert.Equal("No dead letters that match.", Assert.Single((await RunAsync("dead-letters", "list", "--since", "-01:00:00")).Lines));
        string first = (string)list[0]!["id"]!;
        var shown = await RunAsync("dead-letters", "show", first);
        Assert.Contains("eventId: parcel.sent", shown.Lines);
        Assert.DoesNotContain("planted-owner", $"{list.ToJsonString()}{table.Output}{shown.Output}");

        Assert.Equal(1, (await RunAsync("dead-letters", "replay", first)).ExitCode);   // it fails again
        var again = await RunAsync("dead-letters", "replay", "--all");
        Assert.Equal((1, "0 replayed, 3 failed again and kept"), (again.ExitCode, Assert.Single(again.Lines)));
        _fails = false;
        Assert.Equal(0, (await RunAsync("dead-letters", "replay", "--event", "parcel.sent")).ExitCode);
        Assert.Equal(0, Bus.DeadLetters.Count);

        Eventgen.AssertFailed(await RunAsync("dead-letters", "discard", first), "There is no such dead letter");
        Eventgen.AssertFailed(await RunAsync("dead-letters", "list", "--event", "parcel.lost"), "The bus has no event 'parcel.lost'; it has order.placed, parcel.sent, parcel.stored");
        Assert.Equal("No dead letters that match.", Assert.Single((await RunAsync("dead-letters", "list", "--handler", "Depot.StoreAsync")).Succeeded().Lines));
        Eventgen.AssertFailed(await RunAsync("dead-letters", "discard"), "Nothing says which dead letters to discard");
    }

    [Fact]
    public async Task AReplayThatDoesNotEnd_IsToldSo_AndGoesOn()
    {
        await Bus.Topic<Parcel>().EmitAsync(new Parcel(1), Cancellation);
        await Eventually.TrueAsync(() => Bus.DeadLetters.Count == 1);
        var id = (await Bus.DeadLetters.ListAsync(cancellationToken: Cancellation))[0].Id;
        (_gate, _fails) = (new TaskCompletionSource(), false);

        Eventgen.AssertFailed(await RunAsync("dead-letters", "replay", $"{id}"), $"{id} is being replayed, and that goes on; the dead letter is kept unless it succeeds. It has begun, and has not ended yet.");
        _gate.SetResult();
        await Eventually.TrueAsync(() => Bus.DeadLetters.Count == 0);
    }

    [Fact]
    public async Task Status_SaysHowItIs_AndTailWhatHappens()
    {
        var status = await RunAsync("status");
        Assert.Equal(0, status.ExitCode);
        Assert.Equal("status        healthy", status.Lines[0]);
        Assert.Contains(status.Lines, static line => line.StartsWith("application", StringComparison.Ordinal) && line.Contains(" as depot-7, EventGen ", StringComparison.Ordinal));
        Assert.Contains(status.Lines, static line => Regex.IsMatch(line, "^received      0/s, 0/s in a minute"));
        Assert.Contains(status.Lines, static line => Regex.IsMatch(line, @", up (\d+ min )?\d+ s$"));

        var tail = RunAsync("tail", "--event", "parcel.sent", "--count", "12");
        while (!tail.IsCompleted)
        {
            // It sees what happens from the moment on at which it is connected.
            await Bus.Topic<Parcel>().EmitAsync(new Parcel(1), Cancellation);
            using (EventMetadata.Push(correlationId: "checkout-7")) await Bus.Topic<Parcel>().EmitAsync(new Parcel(2), Cancellation);
            await Task.WhenAny(tail, Task.Delay(TimeSpan.FromMilliseconds(50), Cancellation));
        }

        var seen = (await tail).Succeeded();
        Assert.Contains("parcel.sent", seen.Output);
        Assert.All(seen.Lines, static line => Assert.Matches("(checkout-7|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$", line));   // what leads to the trace
        Assert.Contains(seen.Lines, static line => line.EndsWith(" checkout-7", StringComparison.Ordinal));
        Assert.DoesNotContain("planted-owner", seen.Output);
    }

    [Fact]
    public async Task Outbox_IsListed_AndWhatWaitsTakenBack()
    {
        var waiting = await Bus.Topic<StoredParcel>().ScheduleAsync(new StoredParcel(1), TimeSpan.FromDays(1), Cancellation);

        Assert.Equal("pending 0, scheduled 1, leased 0", Assert.Single((await RunAsync("outbox", "status")).Succeeded().Lines));
        Assert.Contains(waiting.ToString(), (await RunAsync("outbox", "list")).Succeeded().Lines[1]);
        (await RunAsync("outbox", "cancel", waiting.ToString())).Succeeded();
        Eventgen.AssertFailed(await RunAsync("outbox", "cancel", waiting.ToString()), "says 404: No such event waits");
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/eventgen", "cannot be reached")]
    [InlineData("http://me:hunter2@127.0.0.1/eventgen", "has a user or password in it")]
    [InlineData("hunter2", "is no address")]
    [InlineData("http://127.0.0.1:1/eventgen?key=hunter2", "begins with ? or #")]
    [InlineData("http://127.0.0.1:1/eventgen#hunter2", "begins with ? or #")]
    [InlineData("http://localhost:99999/eventgen", "a port is at most 65535")]
    [InlineData(null, "Nothing says which application")]
    public async Task Address_ThatIsNone_IsOneLine_WithoutItsSecrets(string? url, string message)
    {
        var run = await Eventgen.RunAsync(url is null ? ["status"] : ["status", "--url", url]);

        Eventgen.AssertFailed(run, message);
        Assert.DoesNotContain("hunter2", run.Errors);
    }

    // Nobody listens at any of them: what is let through cannot be reached.
    [Theory]
    [InlineData("http://192.0.2.1:1/eventgen", "would be sent over http")]
    [InlineData("http://localhost.invalid/eventgen", "would be sent over http")]
    [InlineData("http://0.0.0.0:1/eventgen", "cannot be reached", "--insecure")]
    [InlineData("https://0.0.0.0:1/eventgen", "cannot be reached")]
    [InlineData("http://localhost:1/eventgen", "cannot be reached")]
    [InlineData("http://127.0.0.1:1/eventgen", "cannot be reached")]
    [InlineData("http://[::1]:1/eventgen", "cannot be reached")]
    public async Task Token_IsNotSentOverHttp_ToOtherMachines(string url, string message, params string[] options)
    {
        var run = await Eventgen.RunAsync(new Dictionary<string, string?> { ["EVENTGEN_TOKEN"] = "hunter2" }, ["status", "--url", url, .. options]);

        Eventgen.AssertFailed(run, message);
        Assert.DoesNotContain("hunter2", run.Errors);
        Assert.Equal(message == "would be sent over http", run.Errors.Contains("--insecure", StringComparison.Ordinal));
    }

    // Nobody listens at the proxy's address: what would go through it cannot be reached.
    [Theory]
    [InlineData("http_proxy")]
    [InlineData("HTTP_PROXY")]
    [InlineData("ALL_PROXY")]
    public async Task WhatIsForThisMachine_GoesThroughNoProxy(string variable)
    {
        var run = await Eventgen.RunAsync(new Dictionary<string, string?> { [variable] = "http://127.0.0.1:1", ["EVENTGEN_TOKEN"] = "hunter2" }, ["status", "--url", Url]);

        run.Succeeded();
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("t\u00f6k", "beyond ASCII")]
    public async Task Token_ThatIsNone_IsOneLine(string token, string message)
    {
        string file = Path.Combine(_folder, "token");
        await File.WriteAllTextAsync(file, token, Cancellation);

        Eventgen.AssertFailed(await Eventgen.RunAsync(["status", "--url", Url, "--token-file", file]), message);
    }

    [Theory]
    [InlineData("/dev/zero", "has more than 64 KiB")]
    [InlineData("/dev", "is a folder")]
    [InlineData("/nowhere", "There is no file '/nowhere'.")]
    public async Task TokenFile_ThatIsNone_IsOneLine(string file, string message)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Such files are those of Unix.");

        Eventgen.AssertFailed(await Eventgen.RunAsync(["status", "--url", Url, "--token-file", file]), message);
    }

    [Fact]
    public async Task Variable_ThatIsEmpty_CountsAsNotSet() => Eventgen.AssertFailed(
        await Eventgen.RunAsync(new Dictionary<string, string?> { ["EVENTGEN_URL"] = "", ["EVENTGEN_STORE"] = "" }, ["outbox", "status"]), "Nothing says which application");

    private Task<ProgramRun> RunAsync(params string[] arguments) => Eventgen.RunAsync([.. arguments, "--url", Url]);
}
