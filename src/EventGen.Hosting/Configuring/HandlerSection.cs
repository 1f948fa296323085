namespace EventGen.Hosting;

/// <summary>The section of one handler of an event, <c>EventGen:Events:order.placed:Handlers:receipts</c>, as it is written.</summary>
internal sealed class HandlerSection
{
    public RetrySection? Retry { get; set; }

    public string? HandlerTimeout { get; set; }
}
