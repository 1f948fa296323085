using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EventGen.Publishers.Conformance;

/// <summary>What the settings of each transport of the repository do: they are read from code and configuration, checked all at once, copied, and show no secret.</summary>
/// <typeparam name="TOptions">The settings.</typeparam>
public abstract class TransportOptionsSuite<TOptions>
    where TOptions : class, new()
{
    /// <summary>Is in what no message may show.</summary>
    protected const string Secret = "hunter2-9c1f";

    private const string Own = "EventGen:Publishers:Wire";

    // Whatever they are, they can work.
    private static readonly string[] s_free = ["Receive", "Enabled", "CloudEvents"];

    // A delegate is set in code alone.
    private static readonly PropertyInfo[] s_settings = [.. typeof(TOptions).GetProperties().Where(static setting => !typeof(Delegate).IsAssignableFrom(setting.PropertyType))];

    /// <summary>What is on the other side, as messages call it.</summary>
    protected abstract string Product { get; }

    /// <summary>The settings that may also be given for all publishers of the kind, by the keys that they have there.</summary>
    protected abstract IReadOnlyDictionary<string, string> KeysForAll { get; }

    /// <summary>The setting that says where the server is, and a text that is none and has the <see cref="Secret"/>.</summary>
    protected abstract (string Setting, string Unreadable) Address { get; }

    /// <summary>The servers of <see cref="SetServers"/>, for a publisher named <c>out</c>.</summary>
    protected abstract IReadOnlyList<PublisherServer> Servers { get; }

    /// <summary>The settings that no value spoils, besides those that all transports have.</summary>
    protected virtual IEnumerable<string> Free => [];

    /// <summary>Values of types that have no obvious other one.</summary>
    protected virtual object[] Values => [];

    /// <summary>Makes the transport.</summary>
    protected abstract IEventTransport Create(string name, TOptions options);

    /// <summary>The settings that a transport of the name <c>out</c> keeps.</summary>
    protected abstract TOptions Copy(TOptions options);

    /// <summary>Adds the transport to a bus.</summary>
    protected abstract TBuilder Add<TBuilder>(TBuilder builder, string name, IConfiguration configuration, Action<TOptions>? configure)
        where TBuilder : IEventBusBuilder;

    /// <summary>Sets what can work, with a user and the <see cref="Secret"/>.</summary>
    protected abstract void SetServers(TOptions options);

    /// <summary>Gives each setting that is not free a value that cannot work, or cannot with another, and one the <see cref="Secret"/>.</summary>
    protected abstract void Spoil(TOptions options);

    [Fact]
    public async Task WhatIsDoneToTheOptionsLater_HasNoEffect()
    {
        var options = Working();
        await using var transport = Create("out", options);
        var copy = Copy(options);
        var read = Settings.Read(copy);
        Assert.Equal(Settings.Read(options), read);
        string shown = transport.ToString()!;

        Settings.ChangeAll(options, Values);

        Assert.Equal(read, Settings.Read(copy));
        Assert.Equal((shown, true, false), (transport.ToString(), transport.IsEnabled, transport.Receives));
    }

    [Fact]
    public async Task Servers_AreNamedWithoutUserAndPassword()
    {
        await using var transport = Create("out", Working());
        await using var unused = Create("out", Working(enabled: false));

        Assert.Equal(Servers, ((IEventPublisherServers)transport).Servers);
        Assert.Empty(((IEventPublisherServers)unused).Servers);
        Assert.DoesNotContain(Secret, transport.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NotEnabled_ItAnswersToItsName_AndKeepsEventsInTheProcess()
    {
        var options = new TOptions();
        SetEnabled(options, false);
        await using var transport = Create("out", options);

        await transport.PublishAsync(new EventMessage { Id = Guid.NewGuid(), EventId = "conformance.parcel", Payload = "{}"u8.ToArray(), Timestamp = DateTimeOffset.UtcNow }, CancellationToken.None);

        Assert.Equal(new PublisherHealth("out", EventBusStatus.Healthy, null), ((IEventPublisherHealth)transport).Health);
        Assert.False(transport.IsEnabled);
    }

    [Fact]
    public void Options_ThatCannotWork_AreAllNamedAtOnce_WithoutTheSecret()
    {
        var options = new TOptions();
        Spoil(options);

        var exception = Assert.Throws<ArgumentException>(() => Create("out", options));

        Assert.StartsWith($"{Product} publisher 'out' cannot work with these options: ", exception.Message, StringComparison.Ordinal);
        foreach (string name in s_settings.Select(static setting => setting.Name).Except([.. s_free, .. Free])) Assert.Contains($"{name} ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Create(" ", Working()));
    }

    [Fact]
    public void EverySetting_IsReadFromTheConfiguration()
    {
        // Not enabled, so that they need not work together.
        var other = new TOptions();
        Settings.ChangeAll(other, Values);
        foreach (var texts in s_settings.Select(setting => setting.GetValue(other)).OfType<IDictionary<string, string>>()) texts["a.name"] = "a text";
        foreach (var setting in s_settings.Where(static setting => setting.PropertyType == typeof(string))) setting.SetValue(other, $"a text of {setting.Name}");

        var bound = Bind([.. s_settings.SelectMany(setting => Written($"{Own}:{setting.Name}", setting.GetValue(other)))]);

        foreach (var setting in s_settings) Assert.Equal(setting.GetValue(other), setting.GetValue(bound));
        Assert.Empty(s_settings.Where(setting => Equals(setting.GetValue(other), setting.GetValue(new TOptions()))));
    }

    [Fact]
    public void WhatHoldsForAllPublishersOfTheKind_GivesWayToWhatIsSaidOfOne_AndThatToCode()
    {
        foreach (var (key, name) in KeysForAll)
        {
            var setting = typeof(TOptions).GetProperty(name)!;
            KeyValuePair<string, string?> all = new($"EventGen:{key}", "all"), own = new($"{Own}:{name}", "own"), off = new($"{Own}:Enabled", "false");
            Assert.Equal("all", setting.GetValue(Bind([off, all])));
            Assert.Equal("own", setting.GetValue(Bind([off, all, own])));
            Assert.Equal("code", setting.GetValue(Bind([off, all, own], options => setting.SetValue(options, "code"))));
        }
    }

    [Fact]
    public void TextThatIsNoSetting_FailsTheStart_WithAllFaultsAndNoSecret()
    {
        PropertyInfo[] values = [.. s_settings.Where(static setting => setting.PropertyType.IsValueType)];

        var exception = Assert.Throws<OptionsValidationException>(() => Bind(
        [
            .. values.Select(static setting => KeyValuePair.Create($"{Own}:{setting.Name}", (string?)"many")),
            new($"{Own}:Recieve", "true"), new($"{Own}:{Address.Setting}", Address.Unreadable),
        ]));

        Assert.All(values, setting => Assert.Single(exception.Failures, failure => failure.StartsWith($"{Product} publisher 'wire': {setting.Name} is 'many' in the configuration (it must be ", StringComparison.Ordinal)));
        Assert.Contains($"{Product} publisher 'wire': Recieve in the configuration is no setting of a {Product} publisher (did you mean 'Receive'?)", exception.Failures);
        Assert.All(exception.Failures, failure => Assert.StartsWith($"{Product} publisher 'wire': ", failure, StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TextForTheSection_FailsTheStart_AndIsNotShown()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Bind([new(Own, Address.Unreadable)]));

        Assert.Contains($"{Product} publisher 'wire': EventGen:Publishers:wire is a text in the configuration (it must be a section)", exception.Failures);
        Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersForNames_AndSectionsForValues_FailTheStart()
    {
        string[] names = [.. s_settings.Where(static setting => setting.PropertyType.IsEnum).Select(static setting => setting.Name)];

        var exception = Assert.Throws<OptionsValidationException>(() => Bind(
            [.. names.Select(static name => KeyValuePair.Create($"{Own}:{name}", (string?)"0")), new($"{Own}:Timeout:Seconds", "5"), new($"{Own}:Group:Name", "shop")]));

        Assert.All(names, name => Assert.Single(exception.Failures, failure => failure.StartsWith($"{Product} publisher 'wire': {name} is '0' in the configuration (it must be one of ", StringComparison.Ordinal)));
        Assert.Single(exception.Failures, failure => failure.StartsWith($"{Product} publisher 'wire': Timeout is a section in the configuration (it must be a time", StringComparison.Ordinal));
        Assert.Single(exception.Failures, failure => failure.StartsWith($"{Product} publisher 'wire': Group is a section in the configuration (it must be a text", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WithoutAContainer_ThePublisherIsAddedToo_AndWhatCannotWorkFailsTheCreation()
    {
        var nothing = Configuration([]);
        await using var bus = EventBus.Create(builder => Add(builder, "out", nothing, SetServers));
        Assert.Equal("out", Assert.Single(bus.GetHealth().Publishers).Name);

        Assert.DoesNotContain(Secret, Assert.Throws<ArgumentException>(() => EventBus.Create(builder => Add(builder, "out", nothing, Spoil))).ToString(), StringComparison.Ordinal);
    }

    private static IConfiguration Configuration(IEnumerable<KeyValuePair<string, string?>> values) => new ConfigurationBuilder().AddInMemoryCollection(values).Build();

    private static IEnumerable<KeyValuePair<string, string?>> Written(string key, object? value) => value is IDictionary<string, string> texts
        ? texts.Select(text => KeyValuePair.Create($"{key}:{text.Key}", (string?)text.Value))
        : [new(key, Convert.ToString(value, CultureInfo.InvariantCulture))];

    private static void SetEnabled(TOptions options, bool enabled) => typeof(TOptions).GetProperty("Enabled")!.SetValue(options, enabled);

    private TOptions Bind(IEnumerable<KeyValuePair<string, string?>> values, Action<TOptions>? configure = null)
    {
        var services = new ServiceCollection();
        Add(services.AddEventGen(), "wire", Configuration(values), configure);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get("wire");
    }

    private TOptions Working(bool enabled = true)
    {
        var options = new TOptions();
        SetServers(options);
        SetEnabled(options, enabled);
        return options;
    }
}
