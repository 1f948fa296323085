namespace EventGen.Nats;

/// <summary>Which settings of a NATS publisher a configuration may have, besides those that all transports have.</summary>
internal static class NatsConfiguration
{
    public static TransportSettings<NatsOptions> Settings { get; } = new TransportSettings<NatsOptions>()
        .Text(nameof(NatsOptions.Address), "NatsAddress", static (options, value) => options.Address = value)
        .Text(nameof(NatsOptions.Stream), "NatsStream", static (options, value) => options.Stream = value)
        .Text(nameof(NatsOptions.CredentialsFile), static (options, value) => options.CredentialsFile = value)
        .Text(nameof(NatsOptions.Subject), static (options, value) => options.Subject = value)
        .Choice<NatsTopology>(nameof(NatsOptions.Topology), static (options, value) => options.Topology = value)
        .Count(nameof(NatsOptions.ReceiveBuffer), static (options, value) => options.ReceiveBuffer = value)
        .Time(nameof(NatsOptions.AckWait), static (options, value) => options.AckWait = value)
        .Count(nameof(NatsOptions.DeliveryLimit), static (options, value) => options.DeliveryLimit = value)
        .Time(nameof(NatsOptions.DuplicateWindow), static (options, value) => options.DuplicateWindow = value)
        .Count(nameof(NatsOptions.Replicas), static (options, value) => options.Replicas = value)
        .Choice<NatsRetention>(nameof(NatsOptions.Retention), static (options, value) => options.Retention = value)
        .Time(nameof(NatsOptions.MaxAge), static (options, value) => options.MaxAge = value)
        .Length(nameof(NatsOptions.MaxMessages), static (options, value) => options.MaxMessages = value)
        .Length(nameof(NatsOptions.MaxBytes), static (options, value) => options.MaxBytes = value)
        .Choice<NatsStreamFullMode>(nameof(NatsOptions.WhenFull), static (options, value) => options.WhenFull = value);
}
