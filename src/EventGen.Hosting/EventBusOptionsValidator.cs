using Microsoft.Extensions.Options;

namespace EventGen.Hosting;

/// <summary>Lists every setting that cannot work, when the host starts.</summary>
/// <param name="bus">Knows the events and handlers that settings may name.</param>
internal sealed class EventBusOptionsValidator(HostedBus bus) : IValidateOptions<EventBusOptions>
{
    public ValidateOptionsResult Validate(string? name, EventBusOptions options)
    {
        var catalogue = new EventCatalogue();
        foreach (var module in bus.Modules) catalogue.Add(module);
        return OptionsFaults.ToResult([.. options.Faults(), .. EventOptionsNames.Faults(options, catalogue)]);
    }
}
