namespace EventGen.Hosting;

/// <summary>A section <c>Retry</c> or <c>PublisherRetry</c> as it is written.</summary>
internal sealed class RetrySection
{
    public string? Attempts { get; set; }

    public string? Delay { get; set; }

    public string? Backoff { get; set; }

    public string? MaxDelay { get; set; }

    public string? Jitter { get; set; }

    public List<string?>? On { get; set; }

    public List<string?>? Except { get; set; }

    public string? WhileRetrying { get; set; }
}
