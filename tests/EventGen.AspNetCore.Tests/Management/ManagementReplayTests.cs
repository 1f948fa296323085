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
        var (reached, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        ParcelHandlers.Instead[931] = () =>
        {
            reached.TrySetResult();
            return end.Task;
        };
        var replay = app.ChangeAsync(HttpMethod.Post, $"dead-letters/{id}/replay");
        await Deadline.WithinAsync(reached.Task, "the replay");

        var stop = app.StopAsync();
        var (status, problem) = await Deadline.WithinAsync(replay, "the answer");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("The replay goes on", (string)problem!["detail"]!, StringComparison.Ordinal);

        end.SetResult();
        await Deadline.WithinAsync(stop, "the stop");
        Assert.Equal(0, app.Bus.DeadLetters.Count);
        ParcelHandlers.Instead.TryRemove(931, out _);
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

    private static Task<ManagementApp> StartAsync(OwnDeadLetterStore store) =>
        ManagementApp.StartAsync(services: services => services.AddEventGen().UseDeadLetterStore(store));

    private static async Task<JsonNode> EndOfAsync(ManagementApp app, string state, JsonNode begun)
    {
        JsonNode operation = null!;
        await Eventually.TrueAsync(async () => (string)(operation = await app.GetAsync($"operations/{begun["id"]}"))["state"]! == state);
        return operation;
    }
}
