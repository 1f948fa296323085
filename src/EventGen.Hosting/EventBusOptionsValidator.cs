using Microsoft.Extensions.Options;

namespace EventGen.Hosting;

/// <summary>Lists every setting that cannot work, when the host starts.</summary>
/// <param name="bus">Knows the events and handlers that settings may name.</param>
/// <param name="sections">The sections that were read.</param>
internal sealed class EventBusOptionsValidator(HostedBus bus, IEnumerable<ConfiguredSection> sections) : IValidateOptions<EventBusOptions>
{
    public ValidateOptionsResult Validate(string? name, EventBusOptions options) =>
        OptionsFaults.ToResult([.. sections.SelectMany(static section => section.Faults()), .. options.Validate(bus.Modules)]);
}
