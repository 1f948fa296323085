using EventGen.Generators.Models;

namespace EventGen.Generators.Emission;

/// <summary>Writes the usings that put the accessors, and the overloads that take parts, in reach of the whole project.</summary>
internal static class UsingsEmitter
{
    public static string Emit(ModuleModel model)
    {
        var names = model.Project.Names;
        var writer = GeneratedFile.Begin(
            $"Puts '{names.Accessor}', and the overloads that take the parts of payloads, in reach of the whole project.",
            // A referenced assembly may have a class of that name; the one meant here is the project's.
            new SuppressionModel(new[] { "CS0436" }.ToEquatableArray(), false));

        // An alias wins over whatever the usings of a file bring.
        if (model.HasAlias) writer.Line($"global using {names.Accessor} = {names.Qualified(names.Accessor)};");
        if (model.HasParts) writer.Line($"global using static {names.Qualified(names.Parts)};");
        foreach (string parts in model.Project.Reach.Parts) writer.Line($"global using static {parts};");
        return writer.Finish();
    }
}
