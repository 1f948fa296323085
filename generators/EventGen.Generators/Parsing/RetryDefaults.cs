namespace EventGen.Generators.Parsing;

/// <summary>What the runtime's <c>RetryPolicy</c> has where nothing is set, so that it need not be written. A test compares both.</summary>
internal static class RetryDefaults
{
    public const int Attempts = 5;
    public const bool Jitter = true;
    public const string Backoff = "Exponential";
    public const string WhileRetrying = "Block";

    public static TimeSpan Delay { get; } = TimeSpan.FromMilliseconds(200);

    public static TimeSpan MaxDelay { get; } = TimeSpan.FromSeconds(30);
}
