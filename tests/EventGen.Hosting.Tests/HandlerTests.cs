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

        await host.Bus().Topic<EveryLifetimeEvent>().InvokeAsync(new EveryLifetimeEvent("P1"), Aborted);
        await host.Bus().Topic<EveryLifetimeEvent>().InvokeAsync(new EveryLifetimeEvent("P2"), Aborted);

        Assert.Equal(
            [
                "singleton begins",
                "constructor P1 in scope 1", "constructor ends", "scope 1 ends", "parameter P1 in scope 2", "scope 2 ends", "singleton P1",
                "constructor P2 in scope 3", "constructor ends", "scope 3 ends", "parameter P2 in scope 4", "scope 4 ends", "singleton P2",
            ],
            host.Journal().Entries);
    }

    [Fact]
    public async Task Handlers_OfAnEmittedEvent_HaveTheirScopesHereAndOnTheWorker()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop();
        using var host = await builder.StartAsync();

        host.Bus().Topic<EveryLifetimeEvent>().Emit(new EveryLifetimeEvent("P1"));
        string[] handlers = [.. host.Journal().Entries.Where(static entry => entry.Contains("P1") && !entry.StartsWith("constructor", StringComparison.Ordinal)).Select(static entry => entry.Split(' ')[0])];
        await host.StopAsync(Aborted);

        Assert.Equal(["parameter", "singleton"], handlers);
        Assert.Single(host.Journal().Entries, static entry => entry.StartsWith("constructor P1 in scope", StringComparison.Ordinal));
        Assert.Equal(2, host.Journal().Entries.Count(static entry => entry.StartsWith("scope", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Handlers_Singleton_IsMadeOnceAndEndsWithTheContainer()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop();
        var host = await builder.StartAsync();
        var journal = host.Journal();
        for (int i = 1; i <= 3; i++) await host.Bus().Topic<EveryLifetimeEvent>().InvokeAsync(new EveryLifetimeEvent($"P{i}"), Aborted);

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
        using var scopedService = new ScopedService(journal);
        var builder = ShopHost.CreateBuilder();
        if (!registeredFirst) builder.AddShop();
        builder.Services.AddSingleton(new ConstructorServicesHandler(scopedService, journal));
        if (registeredFirst) builder.AddShop();
        using var host = await builder.StartAsync();

        await host.Bus().Topic<EveryLifetimeEvent>().InvokeAsync(new EveryLifetimeEvent("P1"), Aborted);
        await host.Bus().Topic<EveryLifetimeEvent>().InvokeAsync(new EveryLifetimeEvent("P2"), Aborted);

        Assert.Equal(["constructor P1 in scope 1", "constructor P2 in scope 1"], journal.Entries.Select(static entry => entry.Split(',')[0]));
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

        Assert.Equal(["singleton begins", $"P1: night, then day; phone {phone}; provider of this scope", "scope 1 ends"], host.Journal().Entries);
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
internal sealed class ConstructorServicesHandler(ScopedService scopedService, Journal journal) : IAsyncDisposable
{
    [Subscribe(Order = 1)]
    public ValueTask HandleAsync(EveryLifetimeEvent sent, EventContext context)
    {
        bool scoped = ReferenceEquals(scopedService, context.Services!.GetService(typeof(ScopedService)));
        journal.Write($"constructor {sent.Number} in scope {scopedService.Number}{(scoped ? "" : ", but the context has other services")}");
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
    public static void Add(EveryLifetimeEvent sent, ScopedService scopedService, Journal journal) => journal.Write($"parameter {sent.Number} in scope {scopedService.Number}");
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
    public void Handle(EveryLifetimeEvent sent) => _journal.Write($"singleton {sent.Number}");

    public void Dispose() => _journal.Write("singleton ends");
}

/// <summary>An event whose handler asks for services in every way there is.</summary>
[Event]
internal sealed record InjectedServicesEvent(string Number);

/// <summary>Asks for keyed, optional and scoped services, and for the provider itself.</summary>
internal sealed class InjectedServicesHandler(
    [FromKeyedServices("night")] KeyedService night, IServiceProvider services, ScopedService scopedService, Journal journal, OptionalService? phone = null)
{
    [Subscribe]
    public void Start(InjectedServicesEvent e, [FromKeyedServices("day")] KeyedService day)
    {
        bool scoped = ReferenceEquals(scopedService, services.GetRequiredService<ScopedService>());
        journal.Write($"{e.Number}: {night.Name}, then {day.Name}; phone {phone?.Number ?? "none"}; provider of {(scoped ? "this scope" : "another")}");
    }
}

/// <summary>A service of which there are several, by key.</summary>
internal sealed record KeyedService(string Name);

/// <summary>A service that a container may lack.</summary>
internal sealed record OptionalService(string Number);
