using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EventGen.Outbox.Tests;

/// <summary>Where the settings of an outbox come from, and what is said of those that cannot work.</summary>
public sealed class ConfigurationTests
{
    private static readonly (string Key, string Value)[] s_all =
    [
        ("PollInterval", "00:00:02"), ("BatchSize", "11"), ("LeaseDuration", "00:01:00"), ("InboxRetention", "1.00:00:00"), ("UnknownAfter", "02:00:00"),
        ("MaxPending", "5000000000"), ("TablePrefix", "my_"), ("CreateTables", "false"), ("Application", "till"), ("Instance", "b"),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AddEventGen_WithAConfiguration_ReadsEverySettingOfTheOutbox_WhateverTheContainerHas(bool isSection)
    {
        IConfiguration configuration = Configuration("EventGen:Outbox:", s_all);
        if (isSection) configuration = configuration.GetSection("EventGen");

        AssertAll(OptionsOf(services => services.AddEventGen(configuration)));
        AssertAll(OptionsOf(services => services.AddSingleton<IConfiguration>(Configuration("EventGen:Outbox:", ("BatchSize", "99"))).AddEventGen(configuration)));
    }

    [Fact]
    public void AddEventGen_WithASectionAnywhereInTheConfiguration_ReadsItsOutbox() =>
        AssertAll(OptionsOf(services => services.AddEventGen(Configuration("Till:EventGen:Outbox:", s_all).GetSection("Till"))));

    [Fact]
    public void AddEventGen_WithoutAConfiguration_ReadsThatOfTheContainer() =>
        AssertAll(OptionsOf(services => services.AddSingleton<IConfiguration>(Configuration("EventGen:Outbox:", s_all)).AddEventGen()));

    [Fact]
    public void AddEventGen_CalledTwice_LetsTheLaterConfigurationWin()
    {
        var options = OptionsOf(services =>
        {
            services.AddEventGen(Configuration("EventGen:Outbox:", ("BatchSize", "11"), ("Instance", "b")));
            return services.AddEventGen(Configuration("EventGen:Outbox:", ("BatchSize", "12")));
        });
        Assert.Equal((12, "b"), (options.BatchSize, options.Instance));
    }

    [Fact]
    public void Create_WithServicesThatHaveAConfiguration_ReadsIt()
    {
        OutboxOptions? seen = null;
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(Configuration("EventGen:Outbox:", s_all)).BuildServiceProvider();
        EventBus.Create(b => b.UseServices(services).AddOutbox((_, options) => Store(seen = options)));
        AssertAll(seen);
    }

    [Fact]
    public void TheCode_HasTheLastWord()
    {
        var options = OptionsOf(static services => services.AddEventGen(Configuration("EventGen:Outbox:", s_all)), static options => options.BatchSize = 12);
        Assert.Equal((12, "till"), (options.BatchSize, options.Application));
    }

    [Theory]
    [InlineData("PollInterval", "soon", "a time such as")]
    [InlineData("PollInterval", "30", "a time such as")]
    [InlineData("PollInterval", "00:00:00", "from 10 milliseconds")]
    [InlineData("BatchSize", "many", "a whole number")]
    [InlineData("BatchSize", "0", "from 1 to 10,000")]
    [InlineData("LeaseDuration", "", "a time such as")]
    [InlineData("LeaseDuration", "2.00:00:00", "to 1 day")]
    [InlineData("InboxRetention", "-1.00:00:00", "not be negative")]
    [InlineData("InboxRetention", "40000.00:00:00", "at most 36500 days")]
    [InlineData("InboxRetention", "7", "a time such as")]
    [InlineData("UnknownAfter", "00:00:00.500", "from 1 second")]
    [InlineData("UnknownAfter", "40000.00:00:00", "to 36500 days")]
    [InlineData("UnknownAfter", "never", "a time such as")]
    [InlineData("MaxPending", "0", "at least 1")]
    [InlineData("MaxPending", "1.5", "a whole number")]
    [InlineData("TablePrefix", "a-b", "letters, digits and underscores")]
    [InlineData("TablePrefix", "", "letters, digits and underscores")]
    [InlineData("CreateTables", "perhaps", "true or false")]
    [InlineData("Application", "", "1 to 200")]
    [InlineData("Instance", "", "1 to 200")]
    [InlineData("Application", " ", "is blank")]
    [InlineData("Instance", "a\nb", "U+000A")]
    [InlineData("PollIntervall", "00:00:01", "no setting of an outbox; did you mean 'PollInterval'?")]
    [InlineData("BatchSize:Of", "1", "is a section")]
    [InlineData("Retry:Attempts", "1", "no setting of an outbox")]
    public void AValueThatCannotWork_FailsTheMakingOfTheBus_NamingKeyAndValue(string key, string value, string expected)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => OptionsOf(services => services.AddEventGen(Configuration("EventGen:Outbox:", (key, value)))));

        Assert.Contains(key.Split(':')[0], failure.Message, StringComparison.Ordinal);
        if (!key.Contains(':', StringComparison.Ordinal) && !expected.Contains("1 to 200", StringComparison.Ordinal) && !expected.Contains("U+", StringComparison.Ordinal) && !expected.Contains("no setting", StringComparison.Ordinal))
            Assert.Contains(value, failure.Message, StringComparison.Ordinal);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryValueThatCannotBeRead_IsNamedWithItsPath_InOneMessage()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => OptionsOf(static services => services.AddEventGen(Configuration("EventGen:Outbox:", ("PollInterval", "soon"), ("BatchSize", "many")))));

        Assert.Contains("EventGen:Outbox:PollInterval is 'soon' in the configuration (it must be a time such as 00:00:30", failure.Message, StringComparison.Ordinal);
        Assert.Contains("EventGen:Outbox:BatchSize is 'many' in the configuration (it must be a whole number)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AValueInThePlaceOfTheSection_IsAnError()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => OptionsOf(static services => services.AddEventGen(Configuration("EventGen:", ("Outbox", "Host=db;Password=secret")))));
        Assert.Contains("EventGen:Outbox is a text in the configuration; it must be a section.", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FaultsOfTheBus_AndOfItsOutbox_AreToldAtOnce()
    {
        var hosted = Assert.Throws<OptionsValidationException>(() => OptionsOf(static services => services.AddEventGen(Configuration("EventGen:", ("Workers", "0"), ("Outbox:BatchSize", "0")))));
        Assert.Equal(["Outbox: BatchSize is 0; it must be from 1 to 10,000.", "Workers is 0; it must be at least 1."], hosted.Failures.Order(StringComparer.Ordinal));

        var created = Assert.Throws<ArgumentException>(() => EventBus.Create(
            static bus => bus.Configure(static options => options.Workers = 0).AddOutbox(static (_, options) => Store(options), static options => options.BatchSize = 0)));
        Assert.Equal(
            "The event bus cannot work with these options: Workers is 0; it must be at least 1. The outbox cannot work with these options: BatchSize is 0; it must be from 1 to 10,000.",
            created.Message);
    }

    [Fact]
    public void WhatWasMadeForABusThatCannotBe_IsClosed()
    {
        List<ClosingStore> outboxes = [];

        Assert.Throws<ArgumentException>(() => EventBus.Create(bus => bus.AddOutbox(Make).UseDeadLetterStore<DeadLettersThatClose>().AddOutbox(Make)));

        Assert.Equal([true, true], outboxes.Select(static outbox => outbox.IsClosed));
        Assert.True(DeadLettersThatClose.AreClosed);

        ClosingStore Make(IServiceProvider services, OutboxOptions options)
        {
            outboxes.Add(new ClosingStore());
            return outboxes[^1];
        }
    }

    private sealed class ClosingStore() : MemoryOutboxStore(new MemoryDatabase(new ManualTimeProvider()))
    {
        public bool IsClosed { get; private set; }

        public override ValueTask DisposeAsync()
        {
            IsClosed = true;
            return base.DisposeAsync();
        }
    }

    // Made by the bus, of one test alone.
    private sealed class DeadLettersThatClose : IDeadLetterStore, IDisposable
    {
        public static bool AreClosed { get; private set; }

        public long Count => 0;

        public ValueTask AddAsync(DeadLetter deadLetter, CancellationToken cancellationToken) => default;

        public ValueTask<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken) => new([]);

        public ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken) => default;

        public ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken) => default;

        public void Dispose() => AreClosed = true;
    }

    private static IConfigurationRoot Configuration(string prefix, params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => KeyValuePair.Create(prefix + value.Key, (string?)value.Value))).Build();

    // Made and not started: the settings are read when the bus is made.
    private static OutboxOptions OptionsOf(Func<IServiceCollection, EventGenBuilder> add, Action<OutboxOptions>? configure = null)
    {
        OutboxOptions? seen = null;
        var services = new ServiceCollection();
        add(services).AddOutbox((_, options) => Store(seen = options), configure);
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<EventBus>();
        return seen!;
    }

    private static MemoryOutboxStore Store(OutboxOptions options)
    {
        Assert.NotNull(options);
        return new MemoryOutboxStore(new MemoryDatabase(new ManualTimeProvider()));
    }

    private static void AssertAll(OutboxOptions? options)
    {
        Assert.NotNull(options);
        Assert.Equal((TimeSpan.FromSeconds(2), 11, TimeSpan.FromMinutes(1)), (options.PollInterval, options.BatchSize, options.LeaseDuration));
        Assert.Equal((TimeSpan.FromDays(1), TimeSpan.FromHours(2), 5_000_000_000), (options.InboxRetention, options.UnknownAfter, options.MaxPending));
        Assert.Equal(("my_", false, "till", "b"), (options.TablePrefix, options.CreateTables, options.Application, options.Instance));

        // A setting that is added is to be read, and to be tested here.
        Assert.Equal(s_all.Select(static one => one.Key).Order(StringComparer.Ordinal), typeof(OutboxOptions).GetProperties().Select(static property => property.Name).Order(StringComparer.Ordinal));
    }
}
