using EventGen.Hosting.Tests.Shop;
using EventGen.Hosting.Tests.Support;
using EventGen.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventGen.Hosting.Tests;

public sealed class PublisherTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Fact]
    public Task AddPublisher_AnInstance_PublishesUntilTheBusHasDrainedAndEndsOnce()
    {
        var journal = new Journal();
        return AssertPublishesAndEndsOnceAsync(builder =>
        {
            builder.Services.AddSingleton(journal);
            builder.AddPublisher(new LedgerPublisher(journal));
        });
    }

    [Fact]
    public Task AddPublisher_AFactory_PublishesUntilTheBusHasDrainedAndEndsOnce() =>
        AssertPublishesAndEndsOnceAsync(static builder => builder.AddPublisher(static services => new LedgerPublisher(services.GetRequiredService<Journal>())));

    [Fact]
    public Task AddPublisher_AType_PublishesUntilTheBusHasDrainedAndEndsOnce() =>
        AssertPublishesAndEndsOnceAsync(static builder => builder.AddPublisher<LedgerPublisher>());

    [Fact]
    public async Task Start_WithoutAPublisherThatAnEventNames_FailsNamingBothAndStartsNothing()
    {
        bool opened = false;
        var builder = ShopHost.CreateBuilder();
        builder.Services.AddSingleton<IHostedService>(new CallbackHostedService
        {
            OnStart = _ =>
            {
                opened = true;
                return Task.CompletedTask;
            },
        });
        builder.Services.AddEventGen().AddPublisher(new MemoryPublisher("elsewhere"));
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Aborted));

        Assert.Contains("'published.to.ledger'", refusal.Message);
        Assert.Contains("'ledger'", refusal.Message);
        Assert.False(opened);
    }

    [Fact]
    public async Task Start_WithTwoPublishersOfOneName_FailsNamingItAndEndsThoseMade()
    {
        var builder = ShopHost.CreateBuilder();
        builder.Services.AddEventGen().AddPublisher<LedgerPublisher>().AddPublisher(new MemoryPublisher("ledger"));
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync(Aborted));

        Assert.Contains("'ledger'", refusal.Message);
        Assert.Equal(["ledger ends"], host.Journal().Entries);
    }

    [Fact]
    public async Task Start_ThatFails_DoesNotWaitForAPublisherThatCannotBeClosed()
    {
        var builder = ShopHost.CreateBuilder();
        builder.Services.AddEventGen().AddPublisher(_ => new HangingDisposalPublisher("ledger")).AddPublisher(new MemoryPublisher("ledger"));
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => Deadline.WithinAsync(Task.Run(() => host.StartAsync(Aborted), Aborted), "the start to fail"));

        Assert.Contains("'ledger'", refusal.Message);
    }

    [Fact]
    public async Task Start_ThatFails_SaysWhy_WhateverThePublishersThrowWhenTheyEnd()
    {
        var builder = ShopHost.CreateBuilder();
        builder.Services.AddEventGen().AddPublisher(_ => new ThrowingDisposalPublisher("elsewhere")).AddPublisher(_ => new ThrowingDisposalPublisher("elsewhere")).AddPublisher<LedgerPublisher>();
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync(Aborted));

        Assert.Contains("'elsewhere'", refusal.Message);
    }

    private static async Task AssertPublishesAndEndsOnceAsync(Action<EventGenBuilder> add)
    {
        var builder = ShopHost.CreateBuilder();
        add(builder.Services.AddEventGen());
        var host = await builder.StartAsync();
        var journal = host.Journal();

        host.Bus().Topic<PublishedToLedgerEvent>().Emit(new PublishedToLedgerEvent(42));
        await host.StopAsync(Aborted);
        host.Dispose();

        Assert.Equal(["singleton begins", "ledger: published.to.ledger from shop", "ledger ends", "singleton ends"], journal.Entries);
    }
}

/// <summary>A publisher whose disposal throws.</summary>
internal sealed class ThrowingDisposalPublisher(string name) : IEventPublisher
{
    public string Name => name;

    public ValueTask PublishAsync(EventMessage message, CancellationToken ct) => default;

    public ValueTask DisposeAsync() => throw new InvalidOperationException("cannot end");
}

/// <summary>A publisher that takes for ever to be closed.</summary>
internal sealed class HangingDisposalPublisher(string name) : IEventPublisher
{
    public string Name => name;

    public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken) => default;

    public async ValueTask DisposeAsync() => await Task.Delay(Timeout.Infinite);
}
