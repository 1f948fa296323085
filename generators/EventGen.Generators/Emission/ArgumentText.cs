using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Emission;

/// <summary>Arguments as text.</summary>
internal static class ArgumentText
{
    /// <param name="arguments">The arguments.</param>
    /// <param name="services">The expression of the provider they come from.</param>
    /// <param name="context">The expression of the event's context.</param>
    /// <param name="token">The expression of the cancellation token.</param>
    public static IEnumerable<string> Of(EquatableArray<ArgumentModel> arguments, string services, string context = "", string token = "") =>
        arguments.Select(argument => argument.Kind switch
        {
            ArgumentKind.Context => context,
            ArgumentKind.Token => token,
            ArgumentKind.Constant => argument.Otherwise,
            _ => Resolve(argument, services),
        });

    private static string Resolve(ArgumentModel argument, string services)
    {
        string method = $"{argument.Kind}{(argument.Key is null ? "" : "Keyed")}";
        string key = argument.Key is null ? "" : $", {argument.Key}";
        return $"global::{RuntimeNames.Services}.{method}<{argument.Type}>({services}{key}){argument.Otherwise}";
    }
}
