namespace EventGen.Tests.Lifetime;

public sealed class OptionsTests
{
    [Fact]
    public void Defaults_AreTheDocumentedOnes()
    {
        var options = new EventBusOptions();

        Assert.Equal((1000, 5, QueueFullMode.Wait), (options.QueueCapacity, options.Workers, options.WhenQueueFull));
        Assert.Equal(TimeSpan.FromSeconds(30), options.DrainTimeout);
        Assert.Same(TimeProvider.System, options.TimeProvider);
        Assert.Null(options.Source);
    }

    [Fact]
    public void Create_WithOptionsThatCannotWork_ListsThemAllAtOnce()
    {
        var thrown = Assert.Throws<ArgumentException>(() => TestBus.Create(static options =>
        {
            options.QueueCapacity = 0;
            options.Workers = -1;
            options.WhenQueueFull = (QueueFullMode)17;
            options.DrainTimeout = TimeSpan.FromSeconds(-3);
            options.TimeProvider = null!;
            options.Source = new string('x', 1025);
        }));

        Assert.Contains("QueueCapacity is 0", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Workers is -1", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("WhenQueueFull is 17", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("DrainTimeout is -00:00:03", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("TimeProvider is null", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Source has 1025 characters", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WithOptionsThatAreNull_ListsThemAllAtOnce()
    {
        var thrown = Assert.Throws<ArgumentException>(() => TestBus.Create(static options =>
        {
            options.Workers = int.MaxValue;
            options.MaxEmitDepth = 129;
            options.Events["ping"] = null!;
            options.Events["pair"] = new EventOptions { Handlers = { ["first"] = null! } };
            options.Retry = new RetryPolicy { Attempts = 0, On = [null!], Except = null! };
        }));

        foreach (string fault in (string[])[
            "Workers is 2147483647; it must be at most 65536.", "MaxEmitDepth is 129; it must be at most 128.", "Events[ping] is null", "Events[pair].Handlers[first] is null", "Retry.Attempts is 0", "Retry.Except is null", "Retry names null"])
            Assert.Contains(fault, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsDoneToTheOptionsLater_HasNoEffectOnTheBus()
    {
        var options = new EventBusOptions { Workers = 3 };
        var settings = new EventOptions { HandlerTimeout = TimeSpan.FromSeconds(7) };
        settings.Handlers["one"] = new HandlerOptions { Retry = RetryPolicy.None };
        options.Events["ping"] = settings;
        options.SensitiveData.Key = new byte[16];
        options.SensitiveData.OlderKeys.Add(new byte[32]);
        options.KeepLast<Ping>(4);
        var copy = options.Copy();
        IReadOnlyList<string> read = Settings.Read(copy);
        Assert.Equal(Settings.Read(options), read);
        Assert.Contains(read, static line => line.Contains("one: {", StringComparison.Ordinal));
        options.Events.Clear();
        using var bus = EventBus.Create(b => b.AddModule(EventGenTestsEventModule.Instance).UseOptions(options));

        options.Events["ping"] = settings;
        Settings.ChangeAll(options, new RetryPolicy { Attempts = 17 }, new ManualTimeProvider());
        options.KeepLast<Ping>(5);

        Assert.Equal(read, Settings.Read(copy));
        Assert.Equal(4, copy.History![typeof(Ping)]);
        Assert.Equal(3, bus.Workers);
        Assert.Same(TimeProvider.System, bus.TimeProvider);
    }

    [Fact]
    public void Source_ThatIsEmpty_IsNone()
    {
        using var bus = TestBus.Create(static options => options.Source = "");
        EventMetadata? seen = null;
        bus.Topic<Ping>().Subscribe((_, context) => seen = context.Metadata);

        bus.Topic<Ping>().Emit(new Ping());

        Assert.Null(seen!.Source);
    }

    [Theory]
    [InlineData(" ", "Source is blank")]
    [InlineData("shop\u202Eexe.txt", "Source has a line break, another control character or half of a character, U+202E; remove it.")]
    [InlineData("shop\r\nforged: line", "Source has a line break, another control character or half of a character, U+000D; remove it.")]
    [InlineData("shop\u2029", "U+2029")]
    [InlineData("shop\u001b[2J", "U+001B")]
    public void Source_ThatCannotBeSeenOnOneLine_IsRefused(string source, string fault)
    {
        var thrown = Assert.Throws<ArgumentException>(() => TestBus.Create(options => options.Source = source));

        Assert.Contains(fault, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("forged", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Source_WithHalfOfACharacter_IsRefused() =>
        Assert.Contains("U+D83D", Assert.Throws<ArgumentException>(() => TestBus.Create(static options => options.Source = "shop\ud83d")).Message, StringComparison.Ordinal);

    [Fact]
    public void Create_WithFaultsOfTheBusAndOfItsParts_TellsThemAllAtOnce()
    {
        var thrown = Assert.Throws<ArgumentException>(() => EventBus.Create(static bus => bus
            .Configure(static options => options.Workers = 0)
            .AddPublisher(static _ => throw new ArgumentException("The first has no address.", "address"))
            .AddPublisher(static _ => new MemoryPublisher("second"))
            .AddPublisher(static _ => new MemoryPublisher("second"))
            .AddPublisher(static _ => throw new InvalidOperationException("A container has refused the third."))));

        Assert.Equal(
            "The event bus cannot work with these options: Workers is 0; it must be at least 1. The first has no address. There is a publisher named 'second' already; give this one another name. "
            + "A container has refused the third.",
            thrown.Message);
        Assert.Equal(4, Assert.IsType<AggregateException>(thrown.InnerException).InnerExceptions.Count);
    }

    [Theory]
    [InlineData("pin", "", "Events[pin] is no event of this bus; did you mean 'ping'?")]
    [InlineData("PING", "Bell", "Events[PING].Handlers[Bell] is no handler of event 'ping'; there are none.")]
    public void Create_WithSettingsForANameThatIsNone_ProposesTheNearest(string eventId, string handler, string fault)
    {
        var settings = new EventOptions();
        if (handler.Length > 0) settings.Handlers[handler] = new HandlerOptions();

        var thrown = Assert.Throws<ArgumentException>(() => TestBus.Create(options => (options.Events[eventId], options.Workers) = (settings, 0)));

        Assert.Contains(fault, thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Workers is 0", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WithTimesThatNoTimerCanWait_NamesThemAll()
    {
        var tooLong = TimeSpan.FromDays(60);
        var tooShort = TimeSpan.FromTicks(1);

        var thrown = Assert.Throws<ArgumentException>(() => TestBus.Create(options =>
        {
            (options.DrainTimeout, options.HandlerTimeout) = (tooLong, tooLong);
            options.Retry = new RetryPolicy { MaxDelay = tooLong };
            options.Events["ping"] = new EventOptions { HandlerTimeout = tooLong };
            options.Events["keyed"] = new EventOptions { HandlerTimeout = tooShort };
        }));

        Assert.Contains("DrainTimeout is 60.00:00:00; it must be at most 24.20:31:23.6470000, or Timeout.InfiniteTimeSpan for no limit.", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(" HandlerTimeout is 60.00:00:00; it must be at most", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Retry.MaxDelay is 60.00:00:00; it must be at most", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Events[ping].HandlerTimeout is 60.00:00:00; it must be at most", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Events[keyed].HandlerTimeout is 00:00:00.0000001; it must be at least 00:00:00.0010000.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_WithTheLongestTimes_RunsHandlersAndStops()
    {
        var longest = TimeSpan.FromMilliseconds(int.MaxValue);
        await using var bus = await TestBus.StartAsync(options => (options.DrainTimeout, options.HandlerTimeout) = (longest, longest));
        int handled = 0;
        bus.Topic<Ping>().Subscribe(_ => handled++);
        bus.Topic<Ping>().Emit(new Ping());
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await bus.DrainAsync();

        Assert.Equal((2, 0), (handled, bus.GetHealth().Failed));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(100_000, 64)]
    public void Create_WithOptionsAtTheirLimits_Works(int capacity, int workers)
    {
        using var bus = TestBus.Create(options => (options.QueueCapacity, options.Workers, options.DrainTimeout) = (capacity, workers, Timeout.InfiniteTimeSpan));

        Assert.Equal(capacity, bus.GetHealth().QueueCapacity);
    }

    [Fact]
    public async Task Options_ChangedAfterTheBusWasMade_HaveNoEffect()
    {
        EventBusOptions? kept = null;
        await using var bus = TestBus.Create(options =>
        {
            options.QueueCapacity = 1;
            options.Source = "before";
            kept = options;
        });
        kept!.QueueCapacity = 500;
        kept.Source = "after";
        kept.DrainTimeout = TimeSpan.FromDays(-1);
        string? source = null;
        bus.Topic<Ping>().Subscribe((_, context) => source = context.Metadata.Source);

        bus.Topic<Ping>().Emit(new Ping());

        Assert.Equal(("before", 1), (source, bus.GetHealth().QueueCapacity));
        Assert.True((await bus.StopAsync()).IsComplete);
    }

    [Fact]
    public void Create_WithoutConfiguration_ThrowsArgumentNull() => Assert.Throws<ArgumentNullException>("configure", () => EventBus.Create(null!));

    [Fact]
    public void Builder_RefusesWhatIsNull() =>
        EventBus.Create(static bus =>
        {
            Assert.Throws<ArgumentNullException>("module", () => bus.AddModule(null!));
            Assert.Throws<ArgumentNullException>("configure", () => bus.Configure(null!));
            Assert.Throws<ArgumentNullException>("publisher", () => bus.AddPublisher((IEventPublisher)null!));
            Assert.Throws<ArgumentNullException>("services", () => bus.UseServices(null!));
            Assert.Throws<ArgumentNullException>("loggers", () => bus.UseLogging(null!));
        }).Dispose();
}
