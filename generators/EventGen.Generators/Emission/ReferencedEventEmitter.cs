using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Emission;

/// <summary>Writes the handlers of an event that another assembly declares, and the accessor that names them.</summary>
internal static class ReferencedEventEmitter
{
    public static string Emit(ReferencedEventFile file, GeneratedNames names)
    {
        var suppressions = SuppressionModel.Union(
            file.Handlers.SelectMany(static handler => new[] { handler.Suppressions, handler.Class?.Suppressions ?? SuppressionModel.None })
                .Append(file.Accessor?.Suppressions ?? SuppressionModel.None));
        string dispatcher = MemberName.Dispatcher(file.Identifier);
        var writer = GeneratedFile.Begin($"The handlers of {file.Event.FullName}, which another assembly declares.", suppressions);
        writer.OpenNamespace(names);
        if (file.Accessor is { } accessor)
        {
            ForwardEmitter.OpenClass(writer, names);
            ForwardEmitter.Write(writer, accessor, file.Handlers);
            writer.Close();
            writer.Line();
        }

        writer.Open($"public sealed partial class {names.Module}");

        if (suppressions.NeedsObsoleteContext) writer.Line(GeneratedFile.Obsolete);
        writer.Open($"private static void {MemberName.AddHandlers(file.Identifier)}(global::{RuntimeNames.ModuleBuilder} module)");
        DefinitionEmitter.WriteHandlers(writer, file.Event.Global, dispatcher, file.Handlers);
        writer.Close();
        writer.Line();

        DispatcherEmitter.Write(writer, dispatcher, file.Event.Global, file.Handlers, suppressions.NeedsObsoleteContext);
        writer.Close();
        writer.CloseNamespace(names);
        return writer.Finish();
    }
}
