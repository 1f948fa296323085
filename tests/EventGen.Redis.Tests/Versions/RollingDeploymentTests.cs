namespace EventGen.Redis.Tests.Versions;

/// <summary>Two versions of an event at once, in processes of their own, that publish to each other over Redis streams, each with a SQLite outbox.</summary>
public sealed class RollingDeploymentTests : IAsyncLifetime
{
    private const string Rejected =
        "RejectedMessage order.placed: It has a newer version of its event than version 1, the newest that this application reads. Update the application, then replay the dead letter.";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("versions-");
    private RedisServer? _redis;

    public async ValueTask InitializeAsync()
    {
        RedisServer.Require();
        _redis = await RedisServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_redis is not null) await _redis.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task WhatTheNewerSends_TheOlderKeeps_AndReplaysAfterItsUpgrade_WhatTheOlderSends_TheNewerUpgrades()
    {
        await using var shop = await StartAsync(version: 1, "shop");
        await using var desk = await StartAsync(version: 2, "desk");

        await shop.TellAsync("emit ann");
        await shop.SaysAsync("handled ann 5");
        await desk.SaysAsync("handled ann 5 EUR");

        await desk.TellAsync("emit bob");
        await desk.SaysAsync("handled bob 7 CHF");
        await Eventually.TrueAsync(async () =>
        {
            await shop.TellAsync("list");
            return shop.Lines.Contains(Rejected);
        });
        await shop.TellAsync("replay");
        await shop.SaysAsync($"{new ReplayReport(0, 1)}");
        await shop.StopAsync();

        await using var upgraded = await StartAsync(version: 2, "shop");
        await upgraded.TellAsync("list");
        await upgraded.SaysAsync("listed");
        Assert.Contains(Rejected, upgraded.Lines);
        await upgraded.TellAsync("replay");
        await upgraded.SaysAsync($"{new ReplayReport(1, 0)}");
        await upgraded.SaysAsync("handled bob 7 CHF");
        await upgraded.StopAsync();
        await desk.StopAsync();
        Assert.DoesNotContain(shop.Lines, static line => line.Contains("bob", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatTheOlderLeftInTheOutbox_TheNewerUpgrades_AndPublishesAsItWasStored()
    {
        await using (var older = await StartAsync(version: 1, "shop"))
        {
            await older.TellAsync("schedule cid");
            await older.SaysAsync("scheduled");
            await older.StopAsync();
        }

        // A third application still has the older version.
        await using var other = await StartAsync(version: 1, "other");
        await using var newer = await StartAsync(version: 2, "shop");
        await newer.TellAsync("retry");

        await newer.SaysAsync("handled cid 5 EUR");
        await other.SaysAsync("handled cid 5");
    }

    private Task<VersionProcess> StartAsync(int version, string name) => VersionProcess.StartAsync(version, name, _redis!, Path.Combine(_folder.FullName, $"{name}.db"));
}
