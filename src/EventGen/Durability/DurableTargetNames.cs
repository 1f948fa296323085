namespace EventGen;

/// <summary>How a publisher is named among the targets of an event, so that no handler has its name.</summary>
internal static class DurableTargetNames
{
    private const string Prefix = "publisher:";

    public static string OfPublisher(string publisher) => Prefix + publisher;

    /// <summary>The publisher that a target is; <see langword="null"/> for a handler.</summary>
    public static string? PublisherOf(string target) => target.StartsWith(Prefix, StringComparison.Ordinal) ? target[Prefix.Length..] : null;
}
