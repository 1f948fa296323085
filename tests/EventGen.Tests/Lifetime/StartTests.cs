namespace EventGen.Tests.Lifetime;

public sealed class StartTests
{
    private readonly CallLog _calls = new();

    [Fact]
    public async Task Workers_BeginAtTheStart_WithWhatTheQueueHasAcceptedBefore()
    {
        await using var bus = TestBus.Create(static options => options.QueueCapacity = 2);
        bus.Topic<Ping>().Subscribe(e => _calls.Add($"{e.Number}"));
        Assert.True(bus.Topic<Ping>().TryEnqueue(new Ping(1)));
        await bus.Topic<Ping>().EmitAsync(new Ping(2));
        Assert.False(bus.Topic<Ping>().TryEnqueue(new Ping(3)));
        Assert.Empty(_calls.Entries);

        await bus.StartAsync();
        await bus.DrainAsync();

        Assert.Equal(["1", "2"], _calls.Entries.Order());
    }

    [Fact]
    public async Task Start_Again_DoesNothing()
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 1);
        var gate = new AsyncGate();
        bus.Topic<Ping>().Subscribe(_ => gate.PassAsync());

        await bus.StartAsync();
        await bus.Topic<Ping>().EmitAsync(new Ping(1));
        await bus.Topic<Ping>().EmitAsync(new Ping(2));
        await gate.Reached;
        Assert.Equal(1, bus.GetHealth().QueueLength);   // still one worker

        gate.Open();
        await bus.DrainAsync();
    }

    [Fact]
    public async Task Start_WithACancelledToken_StartsNothing()
    {
        await using var bus = TestBus.Create();
        await bus.Topic<Ping>().EmitAsync(new Ping());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bus.StartAsync(new CancellationToken(canceled: true)));

        var report = await bus.StopAsync();
        Assert.Equal(1, report.Undelivered["ping"]);
    }

    [Fact]
    public async Task Start_WithoutAPublisherThatEventsName_FailsNamingEachEventAndPublisher()
    {
        await using var bus = EventBus.Create(static bus => bus
            .AddModule(EventGenTestsEventModule.Instance)
            .UseServices(new NoServices())
            .AddPublisher(new MemoryPublisher("second")));
        await bus.Topic<Ping>().EmitAsync(new Ping());

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => bus.StartAsync());

        Assert.Contains("'two.publishers' is published to 'first'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("'failing.handlers' is published to 'first'", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("published to 'second'", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(1, bus.GetHealth().QueueLength);   // nothing has started
    }

    [Theory]
    [InlineData(new string[0], "but the bus has no publisher. Add one with AddRabbitMQ, AddNats, AddRedis or AddKafka, each of its package, or one of your own with AddPublisher.")]
    [InlineData(new[] { "second", "frist" }, "but the bus has no publisher of that name, only 'second', 'frist'. Did you mean 'frist'? Add one with AddRabbitMQ, ")]
    [InlineData(new[] { "elsewhere" }, "but the bus has no publisher of that name, only 'elsewhere'. Add one with AddRabbitMQ, ")]
    public async Task Start_WithoutAPublisherThatAnEventNames_SaysWhichThereAre_AndHowToAddOne(string[] publishers, string said)
    {
        await using var bus = EventBus.Create(bus =>
        {
            bus.AddModule(EventGenTestsEventModule.Instance).UseServices(new NoServices());
            foreach (string name in publishers) bus.AddPublisher(new MemoryPublisher(name));
        });

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => bus.StartAsync());

        Assert.Contains($"Event 'two.publishers' is published to 'first', {said}", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("twice", "'twice'")]
    [InlineData("Twice", "'twice', 'Twice', which is one name wherever case does not matter")]
    public void Start_WithTwoHandlersOfOneName_NamesThem(string second, string names)
    {
        var registry = new EventRegistry();
        registry.Add(EventGenTestsEventModule.Instance);
        registry.Add(new TwiceModule(second));
        var publishers = new PublisherSet([], TimeProvider.System, TimeSpan.Zero, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

        string[] errors = [.. StartCheck.Errors(registry.Compose(), publishers, hasServices: true, mayBeDurable: true)];

        Assert.Equal(
            $"Event 'ping' has more than one handler with the name {names}: Other.First, Other.Second. Give each a name of its own with [Subscribe(Name = …)].",
            Assert.Single(errors, static error => error.Contains("more than one handler", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Start_WithoutServicesThatHandlersNeed_FailsListingTheHandlers()
    {
        await using var bus = EventBus.Create(static bus => bus
            .AddModule(EventGenTestsEventModule.Instance)
            .AddPublisher(new MemoryPublisher("first"))
            .AddPublisher(new MemoryPublisher("second")));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => bus.StartAsync());

        Assert.Contains("EventGen.Tests.Dispatch.ConstructorServiceHandler.Handle, ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("EventGen.Tests.Dispatch.ConstructorServiceHandler.HandleAsync", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("EventGen.Tests.Dispatch.ParameterServiceHandlers.HandleAsync", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("EventGen.Tests.Dispatch.SingletonServiceHandler.Handle", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("OrderedHandlersA", thrown.Message, StringComparison.Ordinal);

        // What helps in a test, where AddEventGen does not.
        Assert.Contains("in a test TestEventBus.StartNewAsync(builder => builder.UseServices(provider)); in a host, services.AddEventGen() does.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithSeveralFaults_ListsThemAllAtOnce()
    {
        await using var bus = EventBus.Create(static bus => bus.AddModule(EventGenTestsEventModule.Instance));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => bus.StartAsync());

        Assert.Contains("'two.publishers' is published to 'first'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("'two.publishers' is published to 'second'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("ParameterServiceHandlers.Handle", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_AfterTheStop_Fails(bool wasStarted)
    {
        await using var bus = TestBus.Create();
        if (wasStarted) await bus.StartAsync();
        await bus.StopAsync();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => bus.StartAsync());

        Assert.Contains("stopped", thrown.Message, StringComparison.Ordinal);
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }

    // As two assemblies would each add one.
}
