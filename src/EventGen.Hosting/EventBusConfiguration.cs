using Microsoft.Extensions.Configuration;

namespace EventGen.Hosting;

/// <summary>The settings of a bus as they stand in a configuration; what is absent keeps its value.</summary>
internal sealed class EventBusConfiguration
{
    public const string SectionName = "EventGen";

    public string? Source { get; set; }

    public int? QueueCapacity { get; set; }

    public int? Workers { get; set; }

    public QueueFullMode? WhenQueueFull { get; set; }

    public TimeSpan? DrainTimeout { get; set; }

    /// <summary>Applies a section to the options.</summary>
    /// <exception cref="InvalidOperationException">A value is not of its setting's type.</exception>
    public static void Apply(IConfiguration section, EventBusOptions options)
    {
        var settings = new EventBusConfiguration();
        section.Bind(settings);
        options.Source = settings.Source ?? options.Source;
        options.QueueCapacity = settings.QueueCapacity ?? options.QueueCapacity;
        options.Workers = settings.Workers ?? options.Workers;
        options.WhenQueueFull = settings.WhenQueueFull ?? options.WhenQueueFull;
        options.DrainTimeout = settings.DrainTimeout ?? options.DrainTimeout;
    }
}
