using Microsoft.Extensions.Configuration;

namespace EventGen.Nats;

/// <summary>Reads the settings of a NATS publisher from a configuration. What is absent keeps its value; what cannot be read is a fault of the options.</summary>
internal static class NatsConfiguration
{
    private const string SectionName = "EventGen";

    private static readonly string[] s_names =
    [
        nameof(NatsOptions.Address), nameof(NatsOptions.CredentialsFile), nameof(NatsOptions.Stream), nameof(NatsOptions.Subject), nameof(NatsOptions.Receive),
        nameof(NatsOptions.Enabled), nameof(NatsOptions.CloudEvents), nameof(NatsOptions.Group), nameof(NatsOptions.Topology), nameof(NatsOptions.Timeout),
        nameof(NatsOptions.MaxInFlight), nameof(NatsOptions.Prefetch), nameof(NatsOptions.ReceiveBuffer), nameof(NatsOptions.AckWait), nameof(NatsOptions.DeliveryLimit),
        nameof(NatsOptions.DuplicateWindow), nameof(NatsOptions.Replicas), nameof(NatsOptions.Retention), nameof(NatsOptions.MaxAge), nameof(NatsOptions.MaxMessages),
        nameof(NatsOptions.MaxBytes), nameof(NatsOptions.WhenFull),
        "NatsAddress", "NatsStream",
    ];

    /// <summary>Applies what holds for every NATS publisher, then what is said of this one.</summary>
    /// <param name="configuration">The application's configuration, its section <c>EventGen</c>, or a section of the publisher's own.</param>
    /// <param name="name">The publisher's name.</param>
    /// <param name="options">Are changed.</param>
    public static void Apply(IConfiguration configuration, string name, NatsOptions options)
    {
        if (configuration is IConfigurationSection own && !string.Equals(own.Key, SectionName, StringComparison.OrdinalIgnoreCase))
        {
            Apply(own, options);
            return;
        }

        var section = configuration is IConfigurationSection ? configuration : configuration.GetSection(SectionName);
        options.Address = section["NatsAddress"] ?? options.Address;
        options.Stream = section["NatsStream"] ?? options.Stream;
        Apply(section.GetSection("Publishers").GetSection(name), options);
    }

    private static void Apply(IConfiguration section, NatsOptions options)
    {
        var settings = new SettingReader(section, options.ConfigurationErrors);
        options.Address = section["NatsAddress"] ?? section[nameof(options.Address)] ?? options.Address;
        options.Stream = section["NatsStream"] ?? section[nameof(options.Stream)] ?? options.Stream;
        options.CredentialsFile = section[nameof(options.CredentialsFile)] ?? options.CredentialsFile;
        options.Subject = section[nameof(options.Subject)] ?? options.Subject;
        options.Group = section[nameof(options.Group)] ?? options.Group;
        options.Receive = settings.Bool(nameof(options.Receive)) ?? options.Receive;
        options.Enabled = settings.Bool(nameof(options.Enabled)) ?? options.Enabled;
        options.CloudEvents = settings.Bool(nameof(options.CloudEvents)) ?? options.CloudEvents;
        options.Topology = settings.Choice<NatsTopology>(nameof(options.Topology)) ?? options.Topology;
        options.Timeout = settings.Time(nameof(options.Timeout)) ?? options.Timeout;
        options.MaxInFlight = settings.Count(nameof(options.MaxInFlight)) ?? options.MaxInFlight;
        options.Prefetch = settings.Count(nameof(options.Prefetch)) ?? options.Prefetch;
        options.ReceiveBuffer = settings.Count(nameof(options.ReceiveBuffer)) ?? options.ReceiveBuffer;
        options.AckWait = settings.Time(nameof(options.AckWait)) ?? options.AckWait;
        options.DeliveryLimit = settings.Count(nameof(options.DeliveryLimit)) ?? options.DeliveryLimit;
        options.DuplicateWindow = settings.Time(nameof(options.DuplicateWindow)) ?? options.DuplicateWindow;
        options.Replicas = settings.Count(nameof(options.Replicas)) ?? options.Replicas;
        options.Retention = settings.Choice<NatsRetention>(nameof(options.Retention)) ?? options.Retention;
        options.MaxAge = settings.Time(nameof(options.MaxAge)) ?? options.MaxAge;
        options.MaxMessages = settings.Length(nameof(options.MaxMessages)) ?? options.MaxMessages;
        options.MaxBytes = settings.Length(nameof(options.MaxBytes)) ?? options.MaxBytes;
        options.WhenFull = settings.Choice<NatsStreamFullMode>(nameof(options.WhenFull)) ?? options.WhenFull;
        settings.RefuseOthers("NATS", s_names);
    }
}
