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
                "singleton begins",
                "constructor P1 in visit 1", "constructor ends", "visit 1 ends", "parameter P1 in visit 2", "visit 2 ends", "singleton P1",
                "constructor P2 in visit 3", "constructor ends", "visit 3 ends", "parameter P2 in visit 4", "visit 4 ends", "singleton P2",
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
        string[] handlers = [.. host.Journal().Entries.Where(static entry => entry.Contains("P1") && !entry.StartsWith("constructor", StringComparison.Ordinal)).Select(static entry => entry.Split(' ')[0])];
        await host.StopAsync(Aborted);

        Assert.Equal(["parameter", "singleton"], handlers);
        Assert.Single(host.Journal().Entries, static entry => entry.StartsWith("constructor P1 in visit", StringComparison.Ordinal));
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
            ["singleton begins", "singleton P1", "singleton P2", "singleton P3", "singleton ends"],
            journal.Entries.Where(static entry => entry.StartsWith("singleton", StringComparison.Ordinal)));
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
        builder.Services.AddSingleton(new ConstructorServicesHandler(visit, journal));
        if (registeredFirst) builder.AddShop();
        using var host = await builder.StartAsync();

        await host.Bus().Topic<ParcelSent>().InvokeAsync(new ParcelSent("P1"), Aborted);
        await host.Bus().Topic<ParcelSent>().InvokeAsync(new ParcelSent("P2"), Aborted);

        Assert.Equal(["constructor P1 in visit 1", "constructor P2 in visit 1"], journal.Entries.Select(static entry => entry.Split(',')[0]));
        Assert.DoesNotContain(host.Journal().Entries, static entry => entry.StartsWith("constructor", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, "none")]
    [InlineData(true, "555")]
    public async Task Handlers_KeyedAndOptionalServicesAndTheProvider_ComeFromTheAttemptsScope(bool withPhone, string phone)
    {
        var builder = ShopHost.CreateBuilder();
        builder.Services.AddKeyedSingleton("day", new KeyedService("day")).AddKeyedSingleton("night", new KeyedService("night"));
        if (withPhone) builder.Services.AddSingleton(new OptionalService("555"));
        builder.AddShop();
        using var host = await builder.StartAsync();

        await host.Bus().Topic<InjectedServicesEvent>().InvokeAsync(new InjectedServicesEvent("P1"), Aborted);

        Assert.Equal(["singleton begins", $"P1: night, then day; phone {phone}; provider of this visit", "visit 1 ends"], host.Journal().Entries);
    }

    [Fact]
    public async Task Handlers_WhoseServiceIsMissing_FailAloneAndSayWhatIsMissing()
    {
        var builder = ShopHost.CreateBuilder();
        builder.Services.AddKeyedSingleton("night", new KeyedService("night"));
        builder.AddShop();
        using var host = await builder.StartAsync();

        var failed = await Assert.ThrowsAsync<EventDispatchException>(() => host.Bus().Topic<InjectedServicesEvent>().InvokeAsync(new InjectedServicesEvent("P1"), Aborted).AsTask());

        var failure = Assert.Single(failed.Failures);
        Assert.Equal("EventGen.Hosting.Tests.InjectedServicesHandler.Start", failure.Handler);
        Assert.Contains(nameof(KeyedService), failure.Exception.Message);
    }
}

/// <summary>Has constructor services, so each attempt makes one in a scope of its own.</summary>
internal sealed class ConstructorServicesHandler(Visit visit, Journal journal) : IAsyncDisposable
{
    [Subscribe(Order = 1)]
    public ValueTask HandleAsync(ParcelSent sent, EventContext context)
    {
        bool scoped = ReferenceEquals(visit, context.Services!.GetService(typeof(Visit)));
        journal.Write($"constructor {sent.Number} in visit {visit.Number}{(scoped ? "" : ", but the context has other services")}");
        return default;
    }

    public ValueTask DisposeAsync()
    {
        journal.Write("constructor ends");
        return default;
    }
}

/// <summary>A static handler whose services are parameters.</summary>
internal static class ParameterServicesHandler
{
    [Subscribe(Order = 2)]
    public static void Add(ParcelSent sent, Visit visit, Journal journal) => journal.Write($"parameter {sent.Number} in visit {visit.Number}");
}

/// <summary>Has constructor services, but is made once.</summary>
internal sealed class SingletonLifetimeHandler : IDisposable
{
    private readonly Journal _journal;

    public SingletonLifetimeHandler(Journal journal)
    {
        _journal = journal;
        journal.Write("singleton begins");
    }

    [Subscribe(Order = 3, Lifetime = HandlerLifetime.Singleton)]
    public void Handle(ParcelSent sent) => _journal.Write($"singleton {sent.Number}");

    public void Dispose() => _journal.Write("singleton ends");
}

/// <summary>An event whose handler asks for services in every way there is.</summary>
[Event]
internal sealed record InjectedServicesEvent(string Number);

/// <summary>Asks for keyed, optional and scoped services, and for the provider itself.</summary>
internal sealed class InjectedServicesHandler(
    [FromKeyedServices("night")] KeyedService night, IServiceProvider services, Visit visit, Journal journal, OptionalService? phone = null)
{
    [Subscribe]
    public void Start(InjectedServicesEvent e, [FromKeyedServices("day")] KeyedService day)
    {
        bool scoped = ReferenceEquals(visit, services.GetRequiredService<Visit>());
        journal.Write($"{e.Number}: {night.Name}, then {day.Name}; phone {phone?.Number ?? "none"}; provider of {(scoped ? "this visit" : "another")}");
    }
}

/// <summary>A service of which there are several, by key.</summary>
internal sealed record KeyedService(string Name);

/// <summary>A service that a container may lack.</summary>
internal sealed record OptionalService(string Number);
