using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Emission;

/// <summary>Writes how a handler class is made.</summary>
internal static class HandlerClassEmitter
{
    public static string Emit(HandlerClassFile file, GeneratedNames names)
    {
        var type = file.Class;
        string lifetime = type.IsScoped ? "Scoped" : "Singleton";
        var writer = GeneratedFile.Begin($"How the handler class {type.Type.FullName} is made.", type.Suppressions);
        writer.OpenNamespace(names);
        writer.Open($"public sealed partial class {names.Module}");

        if (type.Suppressions.NeedsObsoleteContext) writer.Line(GeneratedFile.Obsolete);
        writer.Write($"""
            private static void {MemberName.Register(type.Identifier)}(global::{RuntimeNames.ModuleBuilder} module) =>
                module.AddHandlerClass<{type.Type.Global}>(global::{RuntimeNames.Lifetime}.{lifetime}, {MemberName.Create(type.Identifier)});
            """);
        writer.Line();

        string[] arguments = [.. ArgumentText.Of(type.Constructor, "services")];
        if (type.Suppressions.NeedsObsoleteContext) writer.Line(GeneratedFile.Obsolete);
        writer.Line($"private static {type.Type.Global} {MemberName.Create(type.Identifier)}(global::{FrameworkNames.ServiceProvider}? services) =>");
        if (arguments.Length < 2)
        {
            writer.Line($"    new {type.Type.Global}({string.Concat(arguments)});");
        }
        else
        {
            writer.Line($"    new {type.Type.Global}(");
            for (int i = 0; i < arguments.Length; i++) writer.Line($"        {arguments[i]}{(i + 1 < arguments.Length ? "," : ");")}");
        }

        writer.Close();
        writer.CloseNamespace(names);
        return writer.Finish();
    }
}
