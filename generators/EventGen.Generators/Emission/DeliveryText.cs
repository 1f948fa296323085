using System.Globalization;
using EventGen.Generators.Models;
using EventGen.Generators.Text;

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
        var settings = new List<string>();
        if (retry.Attempts is { } attempts) settings.Add($"Attempts = {CSharpText.Constant(attempts)}");
        if (retry.Delay is { } delay) settings.Add($"Delay = {Time(delay)}");
        if (retry.Backoff is { } backoff) settings.Add($"Backoff = global::{RuntimeNames.Backoff}.{backoff}");
        if (retry.MaxDelay is { } maxDelay) settings.Add($"MaxDelay = {Time(maxDelay)}");
        if (retry.Jitter is { } jitter) settings.Add($"Jitter = {CSharpText.Constant(jitter)}");
        if (retry.On.Count > 0) settings.Add($"On = [{Types(retry.On)}]");
        if (retry.Except.Count > 0) settings.Add($"Except = [{Types(retry.Except)}]");
        if (retry.WhileRetrying is { } whileRetrying) settings.Add($"WhileRetrying = global::{RuntimeNames.KeyOrder}.{whileRetrying}");
        return settings.Count == 0 ? $"new global::{RuntimeNames.RetryPolicy}()" : $"new global::{RuntimeNames.RetryPolicy} {{ {string.Join(", ", settings)} }}";
    }

    private static string Types(EquatableArray<string> types) => string.Join(", ", types.Select(static type => $"typeof({type})"));

    // In the largest unit that a whole number of them fills, as people would write it.
    private static string Time(long ticks)
    {
        var (unit, length) = ticks switch
        {
            0 => ("Milliseconds", TimeSpan.TicksPerMillisecond),
            _ when ticks % TimeSpan.TicksPerDay == 0 => ("Days", TimeSpan.TicksPerDay),
            _ when ticks % TimeSpan.TicksPerHour == 0 => ("Hours", TimeSpan.TicksPerHour),
            _ when ticks % TimeSpan.TicksPerMinute == 0 => ("Minutes", TimeSpan.TicksPerMinute),
            _ when ticks % TimeSpan.TicksPerSecond == 0 => ("Seconds", TimeSpan.TicksPerSecond),
            _ when ticks % TimeSpan.TicksPerMillisecond == 0 => ("Milliseconds", TimeSpan.TicksPerMillisecond),
            _ => ("Ticks", 1),
        };
        return $"global::{FrameworkNames.TimeSpan}.From{unit}({(ticks / length).ToString(CultureInfo.InvariantCulture)})";
    }
}
