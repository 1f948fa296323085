using EventGen.Hosting;
using Microsoft.Extensions.Options;

namespace EventGen.Redis;

/// <summary>Lists every setting of a Redis publisher that cannot work, when the host starts.</summary>
internal sealed class RedisOptionsValidator : IValidateOptions<RedisOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisOptions options) =>
        OptionsFaults.ToResult([.. options.ValidationErrors().Select(fault => $"Redis publisher '{name}': {fault}")]);
}
