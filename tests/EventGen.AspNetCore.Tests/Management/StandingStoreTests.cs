using System.Net;
using EventGen.AspNetCore.Management;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.AspNetCore.Tests.Management;

/// <summary>What the endpoints answer while a store neither answers nor fails.</summary>
public sealed class StandingStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DeadLettersOfAStoreThatStandsStill_Answer503_Soon()
    {
        var store = new OwnDeadLetterStore { StandsStill = true };
        await using var app = await ManagementApp.StartAsync(services: services => services.AddEventGen().UseDeadLetterStore(store));

        var (status, problem) = await app.SendAsync(HttpMethod.Get, "dead-letters").WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("TimeoutException", (string)problem!["detail"]!, StringComparison.Ordinal);
    }

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
