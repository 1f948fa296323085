using EventGen.Generators.Models;

namespace EventGen.Generators.Emission;

/// <summary>Writes the manifest into the module: UTF-8 in the assembly's data, which costs nothing until somebody reads it.</summary>
internal static class ManifestEmitter
{
    /// <param name="assembly">The assembly's name.</param>
    /// <param name="names">The module's names.</param>
    /// <param name="manifest">The manifest; JSON that has three quotes in a row nowhere.</param>
    public static string Emit(string assembly, GeneratedNames names, string manifest)
    {
        var writer = GeneratedFile.Begin($"What tools read of the assembly {assembly}.");
        writer.OpenNamespace(names);
        writer.Open($"public sealed partial class {names.Module}");
        writer.Line("/// <inheritdoc/>");
        writer.Line(GeneratedFile.Hidden);
        writer.Line("public override global::System.ReadOnlySpan<byte> Manifest =>");
        writer.Unindented($"\"\"\"\n{manifest}\n\"\"\"u8;");
        writer.Close();
        writer.CloseNamespace(names);
        return writer.Finish();
    }
}
