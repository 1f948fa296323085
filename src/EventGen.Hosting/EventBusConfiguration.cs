using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace EventGen.Hosting;

/// <summary>Reads the settings of a bus from a configuration. What is absent keeps its value; what cannot be read is a fault of the options.</summary>
internal static class EventBusConfiguration
{
    public const string SectionName = "EventGen";

    public static void Apply(IConfiguration section, EventBusOptions options)
    {
        options.Source = section[nameof(options.Source)] ?? options.Source;
        options.QueueCapacity = Read<int>(section, options, nameof(options.QueueCapacity), TryParseCount, "a whole number") ?? options.QueueCapacity;
        options.Workers = Read<int>(section, options, nameof(options.Workers), TryParseCount, "a whole number") ?? options.Workers;
        options.WhenQueueFull = Read<QueueFullMode>(section, options, nameof(options.WhenQueueFull), TryParseMode, $"one of {string.Join(", ", Enum.GetNames<QueueFullMode>())}") ?? options.WhenQueueFull;
        options.DrainTimeout = Read<TimeSpan>(section, options, nameof(options.DrainTimeout), TryParseTime, "a time such as 00:00:30") ?? options.DrainTimeout;
    }

    private delegate bool Parser<T>(string text, out T value);

    private static T? Read<T>(IConfiguration section, EventBusOptions options, string name, Parser<T> parse, string expected) where T : struct
    {
        if (section[name] is not { } text) return null;
        if (parse(text, out var value)) return value;
        options.ConfigurationFaults.Add($"{name} is '{text}' in the configuration; it must be {expected}.");
        return null;
    }

    private static bool TryParseCount(string text, out int value) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    private static bool TryParseMode(string text, out QueueFullMode value) => Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value);

    private static bool TryParseTime(string text, out TimeSpan value) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
}
