using EventGen.Generators.Models;

namespace EventGen.Generators.Emission;

/// <summary>Writes the global using that puts the accessors in reach of the whole project.</summary>
internal static class UsingsEmitter
{
    public static string Emit(GeneratedNames names)
    {
        var writer = GeneratedFile.Begin($"Puts '{names.Accessor}' in reach of the whole project.");
        writer.Line($"global using global::{names.Namespace};");
        return writer.ToString();
    }
}
