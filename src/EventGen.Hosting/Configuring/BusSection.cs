namespace EventGen.Hosting;

/// <summary>The section <c>EventGen</c> as it is written: every key it may hold, each value as text.</summary>
internal sealed class BusSection
{
    public string? Source { get; set; }

    public string? QueueCapacity { get; set; }

    public string? Workers { get; set; }

    public string? WhenQueueFull { get; set; }

    public string? DrainTimeout { get; set; }

    public RetrySection? Retry { get; set; }

    public RetrySection? PublisherRetry { get; set; }

    public string? HandlerTimeout { get; set; }

    public string? PublisherDownLimit { get; set; }

    public string? MaxPendingPublishes { get; set; }

    public string? MaxPendingRetries { get; set; }

    public string? DeadLetterCapacity { get; set; }

    public string? RejectedMessageCapacity { get; set; }

    public string? RejectedMessageBytes { get; set; }

    public string? MaxEmitDepth { get; set; }

    public string? MaxPayloadBytes { get; set; }

    public Dictionary<string, EventSection?>? Events { get; set; }
}
