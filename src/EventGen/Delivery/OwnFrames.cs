namespace EventGen;

/// <summary>The bus's own frames at the end of a handler's stack trace: they are the same for every failure, and say nothing of it.</summary>
internal static class OwnFrames
{
    private const string Frame = "   at EventGen.";
    private const string Separator = "--- End of stack trace from previous location ---";

    // What stands around the call of a handler or publisher. Some of it is above this folder, and so is named.
    private static readonly string[] s_types =
    [
        nameof(HandlerInvoker<object>), nameof(DeliveryLoop<object>), nameof(DirectCaller<object>), nameof(HandlerTimeLimit), nameof(MessageSpan), nameof(EventInvocation),
        nameof(MiddlewareChain), nameof(FailedDelivery<object>), nameof(DeliveryFailureHandler<object>), "HandlerTarget", "TopicSubscription", "PublisherTarget", "DurableDelivery",
    ];

    /// <summary>A stack trace without them. One that has nothing else stays as it is.</summary>
    public static string Without(string stackTrace)
    {
        string[] lines = stackTrace.Split('\n');
        int kept = lines.Length;
        while (kept > 0 && IsOwn(lines[kept - 1].TrimEnd('\r'))) kept--;
        return kept == lines.Length || kept == 0 ? stackTrace : string.Join('\n', lines, 0, kept).TrimEnd('\r');
    }

    private static bool IsOwn(string line) => line == Separator || (line.StartsWith(Frame, StringComparison.Ordinal) && Array.Exists(s_types, type => IsOf(line.AsSpan(Frame.Length), type)));

    private static bool IsOf(ReadOnlySpan<char> method, string type) => method.StartsWith(type, StringComparison.Ordinal) && method.Length > type.Length && method[type.Length] is '.' or '`' or '+';
}
