using Microsoft.Extensions.Configuration;

namespace EventGen.Hosting;

/// <summary>A section that the bus was told to read its settings from.</summary>
internal sealed record ConfiguredSection(IConfiguration Section)
{
    /// <summary>What the section holds that no setting can be read from, each as a sentence.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        EventBusConfiguration.Apply(Section, new EventBusOptions(), faults);
        return faults;
    }
}
