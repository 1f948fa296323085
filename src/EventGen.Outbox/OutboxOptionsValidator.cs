using EventGen.Hosting;
using Microsoft.Extensions.Options;

namespace EventGen.Outbox;

/// <summary>Lists every setting of the outbox that cannot work, with those of the bus, when a host starts.</summary>
/// <param name="services">Has the configuration.</param>
/// <param name="configure">Changes the settings after the configuration has.</param>
internal sealed class OutboxOptionsValidator(IServiceProvider services, Action<OutboxOptions>? configure) : IValidateOptions<EventBusOptions>
{
    public ValidateOptionsResult Validate(string? name, EventBusOptions options) =>
        OptionsFaults.ToResult(Array.ConvertAll(OutboxConfiguration.Read(services, configure).Errors, static fault => $"Outbox: {fault}"));
}
