namespace EventGen.Hosting;

/// <summary>The section of one event, <c>EventGen:Events:order.placed</c>, as it is written.</summary>
internal sealed class EventSection
{
    public RetrySection? Retry { get; set; }

    public RetrySection? PublisherRetry { get; set; }

    public string? HandlerTimeout { get; set; }

    public Dictionary<string, HandlerSection?>? Handlers { get; set; }
}
