using EventGen.Hosting;
using Microsoft.Extensions.Options;

namespace EventGen.Kafka;

/// <summary>Lists every setting of a Kafka publisher that cannot work, when the host starts.</summary>
internal sealed class KafkaOptionsValidator : IValidateOptions<KafkaOptions>
{
    public ValidateOptionsResult Validate(string? name, KafkaOptions options) =>
        OptionsFaults.ToResult([.. options.ValidationErrors().Select(fault => $"Kafka publisher '{name}': {fault}")]);
}
