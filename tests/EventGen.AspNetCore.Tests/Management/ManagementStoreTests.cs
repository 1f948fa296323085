using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.AspNetCore.Tests.Management;

/// <summary>What the endpoints answer while a store fails, and while somebody else uses what they are to change.</summary>
public sealed class ManagementStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhileTheStoreIsAway_NoEndpointAnswers500_AndThoseThatNeedItSaySo()
    {
        var folder = Directory.CreateTempSubdirectory("eventgen-management-");
        string database = $"Data Source={Path.Combine(folder.FullName, "shop.db")};Pooling=False";
        await using (var app = await ManagementApp.StartAsync("Development", services: services => services.AddEventGen().AddSqliteOutbox(database)))
        {
            var id = await app.FailAsync(921);
            await TakeTablesAwayAsync(database);

            List<string> answers = [];
            foreach (var endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
            {
                foreach (string method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods) answers.Add(await AnswerAsync(app, method, endpoint.RoutePattern.RawText!, id));
            }

            Assert.DoesNotContain(answers, static answer => answer.Contains(" 500", StringComparison.Ordinal));
            Assert.Equal(
                [
                    "DELETE dead-letters/{id} 503", "DELETE outbox/{id} 503", "GET dead-letters 503", "GET dead-letters/{id} 503", "GET outbox 503",
                    "POST dead-letters/{id}/replay 503", "POST outbox/{id}/retry 503",
                ],
                answers.Where(static answer => answer.Contains(" 503", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Trace_AfterARestart_HasTheDeadLettersAndWhatTheyCameFrom()
    {
        var folder = Directory.CreateTempSubdirectory("eventgen-management-");
        string database = $"Data Source={Path.Combine(folder.FullName, "shop.db")};Pooling=False";
        DeadLetter kept;
        await using (var before = await StartAsync())
        {
            var id = await before.FailAsync(924);
            for (int i = 0; i < 3; i++) await before.FailAsync(925);
            kept = (await before.Bus.DeadLetters.FindAsync(id, Cancellation))!;
        }

        await using (var after = await StartAsync())
        {
            var trace = await after.GetAsync($"trace/{kept.EmissionId.ToString().ToUpperInvariant()}");
            var only = Assert.Single(trace["events"]!.AsArray())!;
            Assert.Equal(("parcel.sent", "dead-letter", $"{kept.Id}"), ((string)only["eventId"]!, (string)only["state"]!, (string)only["deadLetters"]!.AsArray().Single()!["id"]!));
        }

        folder.Delete(recursive: true);

        Task<ManagementApp> StartAsync() => ManagementApp.StartAsync(services: services => services.AddEventGen().AddSqliteOutbox(database));
    }

    [Fact]
    public async Task ADiscardDuringAReplay_IsRefused()
    {
        await using var app = await ManagementApp.StartAsync();
        var id = await app.FailAsync(922);
        var (reached, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        ParcelHandlers.Instead[922] = () =>
        {
            reached.TrySetResult();
            return end.Task;
        };
        var replay = app.ChangeAsync(HttpMethod.Post, $"dead-letters/{id}/replay");
        await reached.Task.WaitAsync(Cancellation);

        Assert.Equal(HttpStatusCode.Conflict, (await app.ChangeAsync(HttpMethod.Delete, $"dead-letters/{id}")).Status);
        end.SetResult();
        var (status, body) = await replay;
        Assert.Equal((HttpStatusCode.OK, true), (status, (bool)body!["succeeded"]!));
        Assert.Equal(HttpStatusCode.NotFound, (await app.ChangeAsync(HttpMethod.Delete, $"dead-letters/{id}")).Status);
    }

    [Fact]
    public async Task ANumberThatIsTooLarge_IsNoPayload()
    {
        await using var app = await ManagementApp.StartAsync("Development");
        var (status, problem) = await app.ChangeAsync(HttpMethod.Post, "events/scale.read/emit", """{ "kilograms": 1e999 }""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("too large", (string)problem!["detail"]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Accepted, (await app.ChangeAsync(HttpMethod.Post, "events/scale.read/emit", """{ "kilograms": 1e9 }""")).Status);
    }

    [Fact]
    public async Task AParameterWhereThereIsNone_IsToldSo()
    {
        await using var app = await ManagementApp.StartAsync();
        var (status, problem) = await app.SendAsync(HttpMethod.Get, "status?verbose=1");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("There is no parameter 'verbose' here; this takes none.", (string)problem!["detail"]!);
    }

    private static async Task<string> AnswerAsync(ManagementApp app, string method, string pattern, Guid id)
    {
        string route = pattern["/eventgen/".Length..];
        string path = route.Replace("{**correlationId}", "c-7", StringComparison.Ordinal).Replace("{id}", route.StartsWith("events", StringComparison.Ordinal) ? "parcel.sent" : $"{id}", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(method), path + (route is "dead-letters/replay" || (method, route) is ("DELETE", "dead-letters") ? "?all=true" : ""));
        request.Headers.Add("X-EventGen-Request", "1");
        if (route.EndsWith("/emit", StringComparison.Ordinal)) request.Content = new StringContent("""{ "number": 923, "recipient": "c-7" }""");
        using var response = await app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);   // one is a stream
        if ((int)response.StatusCode >= 400) Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return $"{method} {route} {(int)response.StatusCode}";
    }

    private static async Task TakeTablesAwayAsync(string database)
    {
        await using var connection = new SqliteConnection(database);
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "DROP TABLE eventgen_outbox; DROP TABLE eventgen_dead_letters; DROP TABLE eventgen_applications; DROP TABLE eventgen_keys";
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
