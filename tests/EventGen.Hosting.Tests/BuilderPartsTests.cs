using EventGen.Hosting.Tests.Shop;
using EventGen.Hosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventGen.Hosting.Tests;

/// <summary>An extension method that is written once says the same to the bus of a container and to one without.</summary>
public sealed class BuilderPartsTests
{
    private readonly Journal _journal = new();
    private readonly RegisteredStore _registered = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PartsGivenAsTypes_AreMadeWithTheServicesOfTheBus(bool isHosted)
    {
        await using var running = await StartAsync(isHosted, static builder => builder
            .AddMiddleware<EveryEvent>()
            .AddMiddleware<TextEventOnly, TextEvent>()
            .AddMetadataSource<SomeUser>());
        running.Bus.Topic<TextEvent>().Subscribe(static (TextEvent _) => { });
        running.Bus.Topic<PublishedToLedgerEvent>().Subscribe(static (PublishedToLedgerEvent _) => { });

        await running.Bus.Topic<TextEvent>().InvokeAsync(new TextEvent("first"), TestContext.Current.CancellationToken);
        await running.Bus.Topic<PublishedToLedgerEvent>().InvokeAsync(new PublishedToLedgerEvent(3), TestContext.Current.CancellationToken);

        Assert.Equal(["singleton begins", "every text of u7", "only text", "every published.to.ledger of u7", "ledger: published.to.ledger from shop"], _journal.Entries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DeadLetterStore_ThatIsRegistered_ComesFromTheContainer_WhichDisposesIt(bool isHosted)
    {
        await using var running = await StartAsync(isHosted, static builder => builder.UseDeadLetterStore<RegisteredStore>());
        running.Bus.Topic<TextEvent>().Subscribe(static (TextEvent _) => throw new InvalidOperationException("refused"));

        running.Bus.Topic<TextEvent>().Emit(new TextEvent("fails"));
        await running.StopAsync();

        Assert.Equal((1, false), (_registered.Count, _registered.IsDisposed));
    }

    [Fact]
    public async Task DeadLetterStore_ThatIsNotRegistered_IsMade_AndDisposedWhenTheBusHasStopped()
    {
        await using var services = new ServiceCollection().AddSingleton(_journal).BuildServiceProvider();
        var bus = EventBus.Create(builder => builder.UseServices(services).UseDeadLetterStore<OwnStore>());

        await bus.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["store ends"], _journal.Entries);
    }

    [Fact]
    public void PartWhoseServicesAreMissing_FailsTheCreationNamingThem_AndDisposesThePublishersThatWereMade()
    {
        var thrown = Assert.Throws<InvalidOperationException>(
            () => EventBus.Create(builder => builder.AddPublisher(_ => new LedgerPublisher(_journal)).AddMiddleware<EveryEvent>()));

        Assert.Contains(nameof(Journal), thrown.Message, StringComparison.Ordinal);
        Assert.Equal(["ledger ends"], _journal.Entries);
    }

    [Theory]
    [InlineData(nameof(EventBusBuilder.AddMiddleware), nameof(EveryEvent))]
    [InlineData(nameof(EventBusBuilder.AddMiddleware) + " of one event", nameof(TextEventOnly))]
    [InlineData(nameof(EventBusBuilder.AddMetadataSource), nameof(SomeUser))]
    [InlineData(nameof(EventBusBuilder.UseDeadLetterStore), nameof(OwnStore))]
    [InlineData(nameof(EventBusBuilder.AddPublisher), nameof(LedgerPublisher))]
    public void PartThatNeedsServices_OnABusWithoutAny_FailsTheCreationSayingHowToGiveThem(string call, string part)
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => EventBus.Create(builder => _ = call switch
        {
            nameof(EventBusBuilder.AddMiddleware) => builder.AddMiddleware<EveryEvent>(),
            nameof(EventBusBuilder.AddMetadataSource) => builder.AddMetadataSource<SomeUser>(),
            nameof(EventBusBuilder.UseDeadLetterStore) => builder.UseDeadLetterStore<OwnStore>(),
            nameof(EventBusBuilder.AddPublisher) => builder.AddPublisher<LedgerPublisher>(),
            _ => builder.AddMiddleware<TextEventOnly, TextEvent>(),
        }));

        Assert.StartsWith(
            $"{part} needs services, but the bus has no provider. Give it one with builder.UseServices(provider), or make the {part} yourself and pass it.",
            thrown.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Journal), thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PartThatNeedsNoServices_ThrowsWhatItsConstructorThrows()
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => EventBus.Create(builder => builder.AddMiddleware<Unmade>()));

        Assert.Equal("not today", thrown.Message);
    }

    [Fact]
    public void Services_AreTheContainer_AndNoneWithoutOne()
    {
        var services = new ServiceCollection();
        IEventBusBuilder hosted = services.AddEventGen(), bare = null!;
        using var bus = EventBus.Create(builder => bare = builder);

        Assert.Same(services, hosted.Services);
        Assert.Null(bare.Services);
    }

    private async Task<RunningBus> StartAsync(bool isHosted, Action<IEventBusBuilder> configure)
    {
        if (isHosted)
        {
            var builder = ShopHost.CreateBuilder();
            builder.Services.AddSingleton(_journal).AddSingleton<RegisteredStore>(_ => _registered);
            configure(builder.Services.AddEventGen().AddPublisher<LedgerPublisher>());
            var host = await builder.StartAsync();
            return new RunningBus(host.Bus(), host);
        }

        var services = new ServiceCollection().AddSingleton(_journal).AddScoped<ScopedService>().AddSingleton<RegisteredStore>(_ => _registered).BuildServiceProvider();
        var bus = EventBus.Create(builder =>
        {
            configure(builder.AddModule(EventGenHostingTestsEventModule.Instance).UseServices(services).Configure(static options => options.Source = "shop"));
            builder.AddPublisher<LedgerPublisher>();
        });
        await bus.StartAsync(TestContext.Current.CancellationToken);
        return new RunningBus(bus, services);
    }

    private sealed record RunningBus(EventBus Bus, IDisposable Owner) : IAsyncDisposable
    {
        public async Task StopAsync()
        {
            if (Owner is IHost host) await host.StopAsync(TestContext.Current.CancellationToken);
            else await Bus.StopAsync(TestContext.Current.CancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            if (Owner is IAsyncDisposable owner) await owner.DisposeAsync();
            else Owner.Dispose();
        }
    }

    private sealed class EveryEvent(Journal journal) : IEventMiddleware
    {
        public ValueTask InvokeAsync(EventInvocation invocation, EventDelegate next)
        {
            journal.Write($"every {invocation.Context.EventId} of {invocation.Context.Metadata.UserId}");
            return next(invocation);
        }
    }

    private sealed class Unmade : IEventMiddleware
    {
        public Unmade() => throw new InvalidOperationException("not today");

        public ValueTask InvokeAsync(EventInvocation invocation, EventDelegate next) => next(invocation);
    }

    private sealed class TextEventOnly(Journal journal) : IEventMiddleware
    {
        public ValueTask InvokeAsync(EventInvocation invocation, EventDelegate next)
        {
            journal.Write($"only {invocation.Context.EventId}");
            return next(invocation);
        }
    }

    private sealed class SomeUser(Journal journal) : IEventMetadataSource
    {
        public EventMetadata? Current => journal is null ? null : new EventMetadata { UserId = "u7" };
    }

    private sealed class RegisteredStore : MemoryStore
    {
        public bool IsDisposed { get; private set; }

        public override void Dispose() => IsDisposed = true;
    }

    private sealed class OwnStore(Journal journal) : MemoryStore
    {
        public override void Dispose() => journal.Write("store ends");
    }

    private abstract class MemoryStore : IDeadLetterStore, IDisposable
    {
        private readonly List<DeadLetter> _deadLetters = [];

        public long Count => _deadLetters.Count;

        public abstract void Dispose();

        public ValueTask AddAsync(DeadLetter deadLetter, CancellationToken cancellationToken)
        {
            _deadLetters.Add(deadLetter);
            return default;
        }

        public ValueTask<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken) =>
            new([.. _deadLetters.Where(filter.Matches).Skip(skip).Take(take)]);

        public ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken) => new(_deadLetters.Find(one => one.Id == id));

        public ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken) => new(_deadLetters.RemoveAll(one => one.Id == id) > 0);
    }
}
