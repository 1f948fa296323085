using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Emission;

/// <summary>Writes the start of an executable: its module becomes the ambient bus's.</summary>
internal static class AmbientEmitter
{
    public static string Emit(GeneratedNames names)
    {
        var writer = GeneratedFile.Begin("Gives the ambient bus this program's module, and through it those of all it references.");
        writer.OpenNamespace(names);
        writer.Open($"public sealed partial class {names.Module}");
        writer.Write($"""
            [global::System.Runtime.CompilerServices.ModuleInitializer]
            internal static void AddToAmbientBus() => global::{RuntimeNames.AmbientModules}.Add(Instance);
            """);
        writer.Close();
        writer.CloseNamespace(names);
        return writer.Finish();
    }
}
