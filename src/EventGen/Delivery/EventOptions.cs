namespace EventGen;

/// <summary>The settings of one event on one bus. Not thread safe; read once, when the bus is made.</summary>
public sealed class EventOptions : DeliverySettings
{
    /// <summary>Whether and when a publisher that failed for this event is attempted again.</summary>
    /// <value>Default: <see langword="null"/>, which is the bus's <see cref="EventBusOptions.PublisherRetry"/>.</value>
    public RetryPolicy? PublisherRetry { get; set; }

    /// <summary>The settings of single handlers, by the name that <see cref="EventDescriptor.Handlers"/> lists; case does not matter.</summary>
    /// <value>Default: empty. A name that no handler of the event has is an error when the bus is made.</value>
    public IDictionary<string, HandlerOptions> Handlers { get; private set; } = new Dictionary<string, HandlerOptions>(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc cref="EventBusOptions.Copy"/>
    internal EventOptions Copy()
    {
        var copy = (EventOptions)MemberwiseClone();
        copy.Handlers = new Dictionary<string, HandlerOptions>(Handlers.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, options) in Handlers) copy.Handlers.Add(name, options?.Copy()!);
        return copy;
    }

    /// <inheritdoc/>
    internal override IEnumerable<string> ValidationErrors(string name)
    {
        foreach (string fault in base.ValidationErrors(name)) yield return fault;
        foreach (string fault in PublisherRetry?.ValidationErrors($"{name}.{nameof(PublisherRetry)}") ?? []) yield return fault;
        foreach (var (handler, options) in Handlers)
        {
            string path = $"{name}.{nameof(Handlers)}[{handler}]";
            foreach (string fault in options is null ? [$"{path} is null; remove it."] : options.ValidationErrors(path)) yield return fault;
        }
    }
}
