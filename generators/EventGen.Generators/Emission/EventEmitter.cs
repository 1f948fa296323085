using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Emission;

/// <summary>Writes the file of one event: its accessor, its overloads, its definition and its dispatcher.</summary>
internal static class EventEmitter
{
    public static string Emit(EventFile file, GeneratedNames names)
    {
        var model = file.Event;
        var suppressions = SuppressionModel.Union(
            file.Handlers.SelectMany(static handler => new[] { handler.Suppressions, handler.Class?.Suppressions ?? SuppressionModel.None })
                .Append(model.Suppressions));
        var writer = GeneratedFile.Begin($"The event '{model.Id}', declared by {model.Type.FullName}.", suppressions);
        writer.Line($"[assembly: {CSharpText.Attribute(RuntimeNames.DeclaredEventAttribute)}({CSharpText.Literal(model.Id)}, {CSharpText.Literal(model.Type.FullName)})]");
        writer.Line();
        writer.OpenNamespace(names);

        writer.Open($"public static partial class {names.Accessor}");
        AccessorEmitter.Write(writer, file);
        writer.Close();
        writer.Line();

        if (model.Construction is { } construction)
        {
            writer.Open($"public static partial class {names.Parts}");
            PartsEmitter.Write(writer, model, construction);
            writer.Close();
            writer.Line();
        }

        writer.Open($"public sealed partial class {names.Module}");
        DefinitionEmitter.Write(writer, file, suppressions.NeedsObsoleteContext);
        if (file.Handlers.Count > 0)
        {
            writer.Line();
            DispatcherEmitter.Write(
                writer, MemberName.Dispatcher(file.Identifier), model.Type.Global, file.Handlers, suppressions.NeedsObsoleteContext);
        }

        writer.Close();
        writer.CloseNamespace(names);
        return writer.Finish();
    }
}
