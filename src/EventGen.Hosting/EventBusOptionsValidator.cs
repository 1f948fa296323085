using Microsoft.Extensions.Options;

namespace EventGen.Hosting;

/// <summary>Lists every setting that cannot work, when the host starts.</summary>
/// <param name="bus">Knows the events and handlers that settings may name.</param>
internal sealed class EventBusOptionsValidator(HostedBus bus) : IValidateOptions<EventBusOptions>
{
    public ValidateOptionsResult Validate(string? name, EventBusOptions options)
    {
        var registry = new EventRegistry();
        foreach (var module in bus.Modules) registry.Add(module);
        return OptionsFaults.ToResult([.. options.ValidationErrors(), .. EventOptionsNames.ValidationErrors(options, registry)]);
    }
}
