using EventGen.Generators.Models;

namespace EventGen.Generators.Emission;

/// <summary>How an event or a handler is attempted, as C# text.</summary>
internal static class DeliveryText
{
    /// <summary>Assignments for an object initializer: <c>Retry = …</c>, and the time under a name.</summary>
    public static IEnumerable<string> Assignments(DeliveryModel model, string timeoutName)
    {
        if (model.Retry is { } retry) yield return $"Retry = {Policy(retry)}";
        if (model.Timeout is { } timeout) yield return $"{timeoutName} = {Time(timeout)}";
    }

    private static string Policy(RetryModel retry)
    {
        var settings = new List<string> { $"Attempts = {CSharpText.Constant(retry.Attempts)}" };
        if (retry.Delay is { } delay) settings.Add($"Delay = {Time(delay)}");
        if (retry.Backoff is { } backoff) settings.Add($"Backoff = global::EventGen.Backoff.{backoff}");
        if (retry.MaxDelay is { } maxDelay) settings.Add($"MaxDelay = {Time(maxDelay)}");
        if (retry.Jitter is { } jitter) settings.Add($"Jitter = {CSharpText.Constant(jitter)}");
        if (retry.On.Count > 0) settings.Add($"On = [{Types(retry.On)}]");
        if (retry.Except.Count > 0) settings.Add($"Except = [{Types(retry.Except)}]");
        if (retry.WhileRetrying is { } whileRetrying) settings.Add($"WhileRetrying = global::EventGen.KeyOrder.{whileRetrying}");
        return $"new global::EventGen.RetryPolicy {{ {string.Join(", ", settings)} }}";
    }

    private static string Types(EquatableArray<string> types) => string.Join(", ", types.Select(static type => $"typeof({type})"));

    private static string Time(long ticks) => $"global::System.TimeSpan.FromTicks({CSharpText.Constant(ticks)})";
}
