using Microsoft.Extensions.Configuration;

namespace EventGen;

/// <summary>
/// Reads the settings of the transports of one kind from a configuration; what is absent keeps its value, what cannot be read is a fault of the options.
/// Compiled into each transport. Made once; thread safe afterwards.
/// </summary>
/// <typeparam name="TOptions">The settings.</typeparam>
internal sealed class TransportSettings<TOptions>
    where TOptions : class, ITransportOptions
{
    private const string SectionName = "EventGen";

    private readonly List<Action<SettingReader, TOptions>> _settings = [];
    private readonly List<Action<SettingReader, TOptions>> _forAll = [];

    /// <summary>Knows the settings that all transports have.</summary>
    public TransportSettings()
    {
        Bool(nameof(ITransportOptions.Receive), static (options, value) => options.Receive = value);
        Bool(nameof(ITransportOptions.Enabled), static (options, value) => options.Enabled = value);
        Choice<UnknownEventMode>(nameof(ITransportOptions.UnknownEvents), static (options, value) => options.UnknownEvents = value);
        Bool(nameof(ITransportOptions.CloudEvents), static (options, value) => options.CloudEvents = value);
        Text(nameof(ITransportOptions.Group), static (options, value) => options.Group = value);
        Time(nameof(ITransportOptions.Timeout), static (options, value) => options.Timeout = value);
        Count(nameof(ITransportOptions.MaxInFlight), static (options, value) => options.MaxInFlight = value);
        Count(nameof(ITransportOptions.Prefetch), static (options, value) => options.Prefetch = value);
    }

    /// <summary>Knows a setting that may also be given once for all publishers of the kind, under a name that tells the kind; given there and here, this one's own holds.</summary>
    public TransportSettings<TOptions> Text(string name, string nameForAll, Action<TOptions, string> set)
    {
        _forAll.Add((settings, options) => Set(settings.Text(nameForAll), options, set));
        return Add((settings, options) =>
        {
            string? own = settings.Text(name);
            Set(settings.Text(nameForAll) ?? own, options, set);
        });
    }

    public TransportSettings<TOptions> Text(string name, Action<TOptions, string> set) => Add((settings, options) => Set(settings.Text(name), options, set));

    public TransportSettings<TOptions> Bool(string name, Action<TOptions, bool> set) => Add((settings, options) => Set(settings.Flag(name), options, set));

    public TransportSettings<TOptions> Time(string name, Action<TOptions, TimeSpan> set) => Add((settings, options) => Set(settings.Time(name), options, set));

    public TransportSettings<TOptions> Count(string name, Action<TOptions, int> set) => Add((settings, options) => Set(settings.Count(name), options, set));

    public TransportSettings<TOptions> Length(string name, Action<TOptions, long> set) => Add((settings, options) => Set(settings.Length(name), options, set));

    public TransportSettings<TOptions> Choice<T>(string name, Action<TOptions, T> set) where T : struct, Enum => Add((settings, options) => Set(settings.Choice<T>(name), options, set));

    /// <summary>Knows a section whose keys and values are all taken.</summary>
    public TransportSettings<TOptions> Texts(string name, Action<TOptions, string, string> set) => Add((settings, options) =>
    {
        var texts = settings.Inner(name, name);
        foreach (string key in texts.Keys) Set(texts.Text(key), options, (options, value) => set(options, key, value));
    });

    /// <summary>Applies what holds for every publisher of the kind, then what is said of this one.</summary>
    /// <param name="configuration">The application's configuration, its section <c>EventGen</c>, or a section of the publisher's own.</param>
    /// <param name="name">The publisher's name.</param>
    /// <param name="options">Are changed.</param>
    public void Apply(IConfiguration configuration, string name, TOptions options)
    {
        if (configuration is IConfigurationSection own && !string.Equals(own.Key, SectionName, StringComparison.OrdinalIgnoreCase))
        {
            Apply(own, options);
            return;
        }

        var section = configuration is IConfigurationSection ? configuration : configuration.GetSection(SectionName);
        var shared = ReaderOf(section, options);
        _forAll.ForEach(setting => setting(shared, options));
        Apply(section.GetSection("Publishers").GetSection(name), options);
    }

    private static void Set<T>(T? value, TOptions options, Action<TOptions, T> set) where T : struct
    {
        if (value is { } given) set(options, given);
    }

    private static void Set(string? value, TOptions options, Action<TOptions, string> set)
    {
        if (value is not null) set(options, value);
    }

    // A fault of a publisher's options says whose they are: a key is enough.
    private static SettingReader ReaderOf(IConfiguration section, TOptions options) => new(section, $"a {TOptions.Product} publisher", "", options.ConfigurationErrors);

    private TransportSettings<TOptions> Add(Action<SettingReader, TOptions> setting)
    {
        _settings.Add(setting);
        return this;
    }

    private void Apply(IConfigurationSection section, TOptions options)
    {
        var settings = ReaderOf(section, options);
        settings.RefuseText(section);
        _settings.ForEach(setting => setting(settings, options));
        settings.RefuseOthers();
    }
}
