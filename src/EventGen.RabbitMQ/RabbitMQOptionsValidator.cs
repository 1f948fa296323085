using EventGen.Hosting;
using Microsoft.Extensions.Options;

namespace EventGen.RabbitMQ;

/// <summary>Lists every setting of a RabbitMQ publisher that cannot work, when the host starts.</summary>
internal sealed class RabbitMQOptionsValidator : IValidateOptions<RabbitMQOptions>
{
    public ValidateOptionsResult Validate(string? name, RabbitMQOptions options) =>
        OptionsFaults.ToResult([.. options.ValidationErrors().Select(fault => $"RabbitMQ publisher '{name}': {fault}")]);
}
