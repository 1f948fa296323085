using EventGen.Hosting;
using Microsoft.Extensions.Options;

namespace EventGen.Nats;

/// <summary>Lists every setting of a NATS publisher that cannot work, when the host starts.</summary>
internal sealed class NatsOptionsValidator : IValidateOptions<NatsOptions>
{
    public ValidateOptionsResult Validate(string? name, NatsOptions options) =>
        OptionsFaults.ToResult([.. options.ValidationErrors().Select(fault => $"NATS publisher '{name}': {fault}")]);
}
