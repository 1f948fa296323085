using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Emission;

/// <summary>Writes the accessors of a referenced assembly into the project's own class, for the project's own code.</summary>
internal static class ForwardEmitter
{
    public static string Emit(ForwardFile file, GeneratedNames names)
    {
        var writer = GeneratedFile.Begin(
            $"The accessors of {file.Assembly}, beside those of this project.",
            SuppressionModel.Union(file.Accessors.Select(static accessor => accessor.Suppressions)));
        writer.OpenNamespace(names);
        OpenClass(writer, names);
        bool isFirst = true;
        foreach (var accessor in file.Accessors)
        {
            if (!isFirst) writer.Line();
            Write(writer, accessor, handlers: default);
            isFirst = false;
        }

        writer.Close();
        writer.CloseNamespace(names);
        return writer.Finish();
    }

    // The part that the module's file declares says how accessible the class is.
    public static void OpenClass(SourceWriter writer, GeneratedNames names) => writer.Open($"static partial class {names.Accessor}");

    /// <summary>Writes one accessor. It names the type and not the other class, which may have the name of the project's own.</summary>
    public static void Write(SourceWriter writer, ReferencedAccessorModel accessor, EquatableArray<HandlerModel> handlers)
    {
        var (topic, ambient) = accessor.IsGroup ? ($"global::{RuntimeNames.Group}", $"global::{RuntimeNames.AmbientGroup}") : ($"global::{RuntimeNames.Topic}", $"global::{RuntimeNames.AmbientTopic}");
        writer.Line($"/// <summary>{Origin(accessor)} <inheritdoc cref=\"{accessor.Type.Global}\"/></summary>");
        if (handlers.Count > 0) writer.Line($"/// <remarks>{AccessorEmitter.Handlers(handlers)}</remarks>");
        if (accessor.WarningAttributes.Obsolete is { } obsolete) writer.Line(obsolete);
        if (accessor.WarningAttributes.Experimental is { } experimental) writer.Line(experimental);
        writer.Write($"""
            {AccessorEmitter.Modifiers(isPublic: false, accessor.Name)} {topic}<{accessor.Type.Global}> {CSharpText.Identifier(accessor.Name)} =>
                {ambient}<{accessor.Type.Global}>.Current;
            """);
    }

    // Short and plain: a reference may bring a thousand of them, and the compiler parses each element.
    private static string Origin(ReferencedAccessorModel accessor) => accessor.IsGroup
        ? $"Group of {CSharpText.Xml(accessor.Assembly)}."
        : $"Event {CSharpText.Xml(accessor.Id)} of {CSharpText.Xml(accessor.Assembly)}.";
}
