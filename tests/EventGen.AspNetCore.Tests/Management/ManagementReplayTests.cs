using System.Net;
using System.Text.Json.Nodes;
using EventGen.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.AspNetCore.Tests.Management;

/// <summary>What a replay answers that the store or the bus refuses, and one whose handler does not end.</summary>
public sealed class ManagementReplayTests
{
    private const string Secret = "Host=db;Password=SECRET is closed";

    [Fact]
    public async Task WhatTheStoreThrows_IsToldByItsTypeAlone()
    {
        var deadLetter = OwnDeadLetterStore.Unknown();
        var store = new OwnDeadLetterStore(deadLetter) { Fault = static () => new InvalidOperationException(Secret) };
        await using var app = await StartAsync(store);

        var (status, problem) = await app.ChangeAsync(HttpMethod.Post, $"dead-letters/{deadLetter.Id}/replay");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains(nameof(InvalidOperationException), (string)problem!["detail"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", problem.ToJsonString(), StringComparison.Ordinal);

        var operation = await EndOfAsync(app, "failed", (await app.ChangeAsync(HttpMethod.Post, "dead-letters/replay?all=true")).Body!);
        Assert.Equal("InvalidOperationException; the log says more.", (string)operation["problem"]!);
    }

    [Fact]
    public async Task WhatTheBusRefuses_IsToldInItsOwnWords_AndKept()
    {
        var deadLetter = OwnDeadLetterStore.Unknown();
        var store = new OwnDeadLetterStore(deadLetter);
        await using var app = await StartAsync(store);

        var (status, problem) = await app.ChangeAsync(HttpMethod.Post, $"dead-letters/{deadLetter.Id}/replay");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal("The bus has no event 'parcel.lost'. Add the module that declares it, or discard the dead letter.", (string)problem!["detail"]!);

        var operation = await EndOfAsync(app, "succeeded", (await app.ChangeAsync(HttpMethod.Post, "dead-letters/replay?all=true")).Body!);
        Assert.Equal((1, 1), ((int)operation["failed"]!, (int)store.Count));
    }

    [Fact]
    public async Task WhileTheApplicationStops_NobodyWaitsForAReplay_WhichGoesOn()
    {
        await using var app = await ManagementApp.StartAsync();
        var id = await app.FailAsync(931);
        var (reached, end) = Hang(931);
        var replay = app.ChangeAsync(HttpMethod.Post, $"dead-letters/{id}/replay");
        await Deadline.WithinAsync(reached, "the replay");

        var stop = app.StopAsync();
        var (status, problem) = await Deadline.WithinAsync(replay, "the answer");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("The replay goes on", (string)problem!["detail"]!, StringComparison.Ordinal);

        end.SetResult();
        await Deadline.WithinAsync(stop, "the stop");
        Assert.Equal(0, app.Bus.DeadLetters.Count);
        ParcelHandlers.Instead.TryRemove(931, out _);
    }

    [Fact]
    public async Task WhileAllWorkersHang_WhoReplaysIsToldWhatItWaitsFor()
    {
        await using var app = await ManagementApp.StartAsync(build: static options => options.Workers = 1);
        var id = await app.FailAsync(941);
        await app.FailAsync(941);
        var (reached, end) = Hang(942);
        await app.Bus.Topic<Parcel>().EmitAsync(new Parcel(942, "c-8"), TestContext.Current.CancellationToken);
        await Deadline.WithinAsync(reached, "the handler that hangs");
        ParcelHandlers.Instead[941] = static () => Task.CompletedTask;

        var (status, body) = await Deadline.WithinAsync(app.ChangeAsync(HttpMethod.Post, $"dead-letters/{id}/replay"), "the answer");
        Assert.Equal((HttpStatusCode.Accepted, null), (status, body!["succeeded"]));
        AssertWaits(body);

        // The first is under way already; the other one waits behind it.
        string operation = $"operations/{(string)(await app.ChangeAsync(HttpMethod.Post, "dead-letters/replay?all=true")).Body!["id"]!}";
        JsonNode told = null!;
        await Eventually.TrueAsync(async () => (told = await app.GetAsync(operation))["waitsFor"] is not null);
        AssertWaits(told);

        end.SetResult();
        await Eventually.TrueAsync(() => app.Bus.DeadLetters.Count == 0);
        ParcelHandlers.Instead.TryRemove(941, out _);
        ParcelHandlers.Instead.TryRemove(942, out _);

        static void AssertWaits(JsonNode answer)
        {
            Assert.StartsWith("All 1 workers are busy: ", (string)answer["waitsFor"]!, StringComparison.Ordinal);
            Assert.Contains("on parcel.sent. Events that wait for one: ", (string)answer["waitsFor"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WhileTheQueueIsFull_WhoEmitsIsTold()
    {
        await using var app = await ManagementApp.StartAsync("Development", build: static options => (options.Workers, options.QueueCapacity) = (1, 1));
        var (reached, end) = Hang(943);
        await app.Bus.Topic<Parcel>().EmitAsync(new Parcel(943, "c-8"), TestContext.Current.CancellationToken);
        await Deadline.WithinAsync(reached, "the handler that hangs");
        await app.Bus.Topic<Parcel>().EmitAsync(new Parcel(944, "c-9"), TestContext.Current.CancellationToken);

        var (status, problem) = await Deadline.WithinAsync(app.ChangeAsync(HttpMethod.Post, "events/parcel.sent/emit", """{"number":945,"recipient":"c-7","note":""}"""), "the answer");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("The event was not accepted: the queue has been full for 3 seconds. All 1 workers are busy: ", (string)problem!["detail"]!, StringComparison.Ordinal);
        end.SetResult();
        ParcelHandlers.Instead.TryRemove(943, out _);
    }

    [Theory]
    [InlineData("POST", "dead-letters/replay")]
    [InlineData("POST", "dead-letters/replay/")]
    [InlineData("DELETE", "dead-letters")]
    [InlineData("DELETE", "Dead-Letters/")]
    public async Task TheLocationOfAnOperation_IsFound_HoweverTheAddressIsWritten(string method, string path)
    {
        await using var app = await ManagementApp.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{path}?all=true");
        request.Headers.Add("X-EventGen-Request", "1");
        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var begun = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal($"/eventgen/operations/{begun["id"]}", response.Headers.Location!.OriginalString);
        Assert.Equal((string)begun["id"]!, (string)(await app.GetAsync(response.Headers.Location.OriginalString))["id"]!);
    }

    [Fact]
    public async Task AnOperationThatIsCancelled_EndsAtOnce_AndTheDeadLetterUnderWayIsCountedOnceItHasEnded()
    {
        await using var app = await ManagementApp.StartAsync();
        var first = await app.FailAsync(932);
        await app.FailAsync(932);
        var (reached, end) = Hang(932);

        var begun = (await app.ChangeAsync(HttpMethod.Post, "dead-letters/replay?all=true")).Body!;
        await Deadline.WithinAsync(reached, "the first replay");
        Assert.Equal(HttpStatusCode.Accepted, (await app.ChangeAsync(HttpMethod.Delete, $"operations/{begun["id"]}")).Status);
        var operation = await EndOfAsync(app, "cancelled", begun);
        Assert.Equal((2, 0, first), ((int)operation["total"]!, (int)operation["done"]!, (Guid)operation["runningOn"]!));

        end.SetResult();
        await Eventually.TrueAsync(async () => (operation = await app.GetAsync($"operations/{begun["id"]}"))["runningOn"] is null);
        Assert.Equal(("cancelled", 1, 1L), ((string)operation["state"]!, (int)operation["succeeded"]!, app.Bus.DeadLetters.Count));
        ParcelHandlers.Instead.TryRemove(932, out _);
    }

    [Fact]
    public async Task OperationsWhoseHandlersHang_GiveTheirPlacesBack_WhenTheyAreCancelled()
    {
        await using var app = await ManagementApp.StartAsync();
        for (int i = 0; i < 4; i++) await app.FailAsync(933);
        var (_, end) = Hang(933);

        List<JsonNode> hanging = [];
        for (int i = 0; i < 4; i++) hanging.Add((await app.ChangeAsync(HttpMethod.Post, "dead-letters/replay?all=true")).Body!);
        Assert.Equal(HttpStatusCode.Conflict, (await app.ChangeAsync(HttpMethod.Post, "dead-letters/replay?all=true")).Status);
        foreach (var operation in hanging) await app.ChangeAsync(HttpMethod.Delete, $"operations/{operation["id"]}");
        foreach (var operation in hanging) await EndOfAsync(app, "cancelled", operation);

        Assert.Equal(HttpStatusCode.Accepted, (await app.ChangeAsync(HttpMethod.Delete, "dead-letters?event=parcel.delivered")).Status);
        end.SetResult();
        ParcelHandlers.Instead.TryRemove(933, out _);
    }

    [Fact]
    public async Task LostDeadLetters_AreToldWithWhatToDo()
    {
        await using var app = await ManagementApp.StartAsync(build: static options => options.DeadLetterCapacity = 1);
        Assert.Equal(("healthy", 0), ((string)(await app.GetAsync("status"))["status"]!, (int)(await app.GetAsync("status"))["deadLettersLost"]!));
        await app.FailAsync(934);
        await app.FailAsync(934);

        var status = await app.GetAsync("status");
        Assert.Equal(("degraded", 1, 1), ((string)status["status"]!, (int)status["deadLetters"]!, (int)status["deadLettersLost"]!));
        Assert.Contains("raise DeadLetterCapacity", (string)Assert.Single(status["problems"]!.AsArray())!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALongReason_IsCutInTheList()
    {
        string reason = new('x', 100_000);
        var deadLetter = OwnDeadLetterStore.Unknown(reason);
        await using var app = await ManagementApp.StartAsync("Development", services: services => services.AddEventGen().UseDeadLetterStore(new OwnDeadLetterStore(deadLetter)));

        Assert.Equal($"{reason[..1000]}… (100000 characters, cut at 1000)", (string)(await app.GetAsync("dead-letters"))["items"]![0]!["reason"]!);
        Assert.Equal($"{reason[..65536]}… (100000 characters, cut at 65536)", (string)(await app.GetAsync($"dead-letters/{deadLetter.Id}"))["reason"]!);
    }

    [Fact]
    public async Task ACountOfLargeDeadLetters_EndsEarly()
    {
        byte[] large = new byte[2 * 1024 * 1024];
        var store = new OwnDeadLetterStore([.. Enumerable.Range(0, 500).Select(_ => OwnDeadLetterStore.Unknown(json: large))]);
        await using var app = await StartAsync(store);

        var page = await app.GetAsync("dead-letters?take=1");
        Assert.Equal((50, true), ((int)page["total"]!, (bool)page["hasMore"]!));
        Assert.Equal(51, store.Read);
    }

    private static (Task Reached, TaskCompletionSource End) Hang(int number)
    {
        var (reached, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        ParcelHandlers.Instead[number] = () =>
        {
            reached.TrySetResult();
            return end.Task;
        };
        return (reached.Task, end);
    }

    private static Task<ManagementApp> StartAsync(OwnDeadLetterStore store) =>
        ManagementApp.StartAsync(services: services => services.AddEventGen().UseDeadLetterStore(store));

    private static async Task<JsonNode> EndOfAsync(ManagementApp app, string state, JsonNode begun)
    {
        JsonNode operation = null!;
        await Eventually.TrueAsync(async () => (string)(operation = await app.GetAsync($"operations/{begun["id"]}"))["state"]! == state);
        return operation;
    }
}
