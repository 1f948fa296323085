using System.Diagnostics;
using System.Net;
using EventGen.AspNetCore.Management;
using EventGen.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.AspNetCore.Tests.Management;

/// <summary>What the endpoints answer while a store neither answers nor fails.</summary>
public sealed class StandingStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("heeds a cancellation")]
    [InlineData("heeds none")]
    [InlineData("blocks its caller")]
    public async Task DeadLettersOfAStoreThatStandsStill_Answer503_Soon(string how)
    {
        var end = new TaskCompletionSource();
        var store = new OwnDeadLetterStore { BeforeReading = StandStill(how, end.Task) };
        await using var app = await ManagementApp.StartAsync(services: services => services.AddEventGen().UseDeadLetterStore(store));

        var (status, problem) = await app.SendAsync(HttpMethod.Get, "dead-letters").WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("TimeoutException", (string)problem!["detail"]!, StringComparison.Ordinal);
        end.SetResult();
    }

    [Theory]
    [InlineData("heeds a cancellation")]
    [InlineData("heeds none")]
    [InlineData("blocks its caller")]
    public async Task TraceBesideAStoreThatStandsStill_HasWhatIsKnownWithoutIt_Soon(string how)
    {
        var end = new TaskCompletionSource();
        var store = new OwnDeadLetterStore();
        await using var app = await ManagementApp.StartAsync(services: services => services.AddEventGen().UseDeadLetterStore(store));
        using (EventMetadata.Push(correlationId: "order 970"))
        {
            for (int i = 0; i < 5; i++) await app.FailAsync(970);
        }

        store.BeforeReading = StandStill(how, end.Task);
        var trace = await app.GetAsync("trace/order%20970").WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        Assert.Equal(5, trace["events"]!.AsArray().Count);
        Assert.True((bool)trace["mayBeIncomplete"]!);
        end.SetResult();
    }

    [Fact]
    public async Task AnOutboxWhoseServerStandsStill_Answers503_Soon()
    {
        PostgreSqlServer.Require();
        await using var server = await PostgreSqlServer.StartAsync("fsync=off");
        await using var app = await ManagementApp.StartAsync(services: services => services.AddEventGen().AddPostgreSqlOutbox(server.ConnectionString()));
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Get, "outbox")).Status);
        using (EventMetadata.Push(correlationId: "order 971"))
        {
            for (int i = 0; i < 5; i++) await app.FailAsync(971);
        }

        server.Freeze();
        try
        {
            foreach (string path in (string[])["outbox", "dead-letters", $"dead-letters/{Guid.NewGuid()}"])
            {
                long began = Stopwatch.GetTimestamp();
                var (status, problem) = await app.SendAsync(HttpMethod.Get, path);
                Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
                Assert.Contains("TimeoutException", (string)problem!["detail"]!, StringComparison.Ordinal);
                Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(8), $"{path} took {Stopwatch.GetElapsedTime(began)}");
            }

            long asked = Stopwatch.GetTimestamp();
            Assert.Equal(5, (await app.GetAsync("trace/order%20971"))["events"]!.AsArray().Count);
            Assert.True(Stopwatch.GetElapsedTime(asked) < TimeSpan.FromSeconds(12), $"the trace took {Stopwatch.GetElapsedTime(asked)}");
        }
        finally
        {
            server.Thaw();
        }
    }

    private static Func<CancellationToken, Task> StandStill(string how, Task end) => how switch
    {
        "heeds a cancellation" => end.WaitAsync,
        "heeds none" => _ => end,
        _ => _ =>
        {
            end.Wait(CancellationToken.None);
            return end;
        },
    };

    [Fact]
    public async Task CountsThatDoNotCome_AreNotWaitedFor()
    {
        var store = new TaskCompletionSource<OutboxStatus>();
        int asked = 0;
        var counts = new OutboxCounts(() =>
        {
            asked++;
            return new ValueTask<OutboxStatus>(store.Task);
        });

        Assert.Null(await counts.ReadAsync(Cancellation));
        Assert.True(counts.ReadAsync(Cancellation).IsCompletedSuccessfully);

        Assert.Equal(1, asked);
    }
}
