using EventGen.Hosting.Tests.Shop;
using EventGen.Hosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Hosting.Tests;

public sealed class HandlerTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handlers_EachAttempt_HasAScopeOfItsOwnThatEndsWithIt()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop();
        using var host = await builder.StartAsync();

        await host.Bus().Topic<ParcelSent>().InvokeAsync(new ParcelSent("P1"), Aborted);
        await host.Bus().Topic<ParcelSent>().InvokeAsync(new ParcelSent("P2"), Aborted);

        Assert.Equal(
            [
                "scale begins",
                "label P1 in visit 1", "label printer ends", "visit 1 ends", "manifest P1 in visit 2", "visit 2 ends", "scale P1",
                "label P2 in visit 3", "label printer ends", "visit 3 ends", "manifest P2 in visit 4", "visit 4 ends", "scale P2",
            ],
            host.Journal().Entries);
    }

    [Fact]
    public async Task Handlers_OfAnEmittedEvent_HaveTheirScopesHereAndOnTheWorker()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop();
        using var host = await builder.StartAsync();

        host.Bus().Topic<ParcelSent>().Emit(new ParcelSent("P1"));
        string[] handlers = [.. host.Journal().Entries.Where(static entry => entry.Contains("P1") && !entry.StartsWith("label", StringComparison.Ordinal)).Select(static entry => entry.Split(' ')[0])];
        await host.StopAsync(Aborted);

        Assert.Equal(["manifest", "scale"], handlers);
        Assert.Single(host.Journal().Entries, static entry => entry.StartsWith("label P1 in visit", StringComparison.Ordinal));
        Assert.Equal(2, host.Journal().Entries.Count(static entry => entry.StartsWith("visit", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Handlers_Singleton_IsMadeOnceAndEndsWithTheContainer()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop();
        var host = await builder.StartAsync();
        var journal = host.Journal();
        for (int i = 1; i <= 3; i++) await host.Bus().Topic<ParcelSent>().InvokeAsync(new ParcelSent($"P{i}"), Aborted);

        await host.StopAsync(Aborted);
        host.Dispose();

        Assert.Equal(
            ["scale begins", "scale P1", "scale P2", "scale P3", "scale ends"],
            journal.Entries.Where(static entry => entry.StartsWith("scale", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Handlers_AClassTheApplicationRegisters_IsTakenAsRegistered(bool registeredFirst)
    {
        var journal = new Journal();
        using var visit = new Visit(journal);
        var builder = ShopHost.CreateBuilder();
        if (!registeredFirst) builder.AddShop();
        builder.Services.AddSingleton(new LabelPrinter(visit, journal));
        if (registeredFirst) builder.AddShop();
        using var host = await builder.StartAsync();

        await host.Bus().Topic<ParcelSent>().InvokeAsync(new ParcelSent("P1"), Aborted);
        await host.Bus().Topic<ParcelSent>().InvokeAsync(new ParcelSent("P2"), Aborted);

        Assert.Equal(["label P1 in visit 1", "label P2 in visit 1"], journal.Entries.Select(static entry => entry.Split(',')[0]));
        Assert.DoesNotContain(host.Journal().Entries, static entry => entry.StartsWith("label", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, "none")]
    [InlineData(true, "555")]
    public async Task Handlers_KeyedAndOptionalServicesAndTheProvider_ComeFromTheAttemptsScope(bool withPhone, string phone)
    {
        var builder = ShopHost.CreateBuilder();
        builder.Services.AddKeyedSingleton("day", new Shift("day")).AddKeyedSingleton("night", new Shift("night"));
        if (withPhone) builder.Services.AddSingleton(new Phone("555"));
        builder.AddShop();
        using var host = await builder.StartAsync();

        await host.Bus().Topic<ParcelLost>().InvokeAsync(new ParcelLost("P1"), Aborted);

        Assert.Equal(["scale begins", $"P1: night, then day; phone {phone}; provider of this visit", "visit 1 ends"], host.Journal().Entries);
    }

    [Fact]
    public async Task Handlers_WhoseServiceIsMissing_FailAloneAndSayWhatIsMissing()
    {
        var builder = ShopHost.CreateBuilder();
        builder.Services.AddKeyedSingleton("night", new Shift("night"));
        builder.AddShop();
        using var host = await builder.StartAsync();

        var failed = await Assert.ThrowsAsync<EventDispatchException>(() => host.Bus().Topic<ParcelLost>().InvokeAsync(new ParcelLost("P1"), Aborted).AsTask());

        var failure = Assert.Single(failed.Failures);
        Assert.Equal("EventGen.Hosting.Tests.Shop.SearchParty.Start", failure.Handler);
        Assert.Contains(nameof(Shift), failure.Exception.Message);
    }
}
