using EventGen.EventContracts;
using EventGen.Generators.Parsing;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Generators.Tests.EventContracts;

/// <summary>Contracts of payloads that a test writes down.</summary>
internal static class ContractSource
{
    /// <summary>The contract of the type <c>Placed</c>.</summary>
    /// <param name="source">The type and what it holds, in one namespace.</param>
    /// <param name="settings">The settings of its context.</param>
    /// <param name="nullable">Whether the project is nullable.</param>
    public static EventContract Read(string source, string settings = "", NullableContextOptions nullable = NullableContextOptions.Enable)
    {
        var compilation = CSharpCompilation.Create(
            "Shop",
            [CSharpSyntaxTree.ParseText($"using System; using System.Collections.Generic; using System.Text.Json; using System.Text.Json.Serialization; using EventGen;\nnamespace Shop;\n{source}\n{settings} [JsonSerializable(typeof(Placed))] public partial class ShopJson;", new CSharpParseOptions(LanguageVersion.CSharp13))],
            [.. TargetingPack.References, .. Project.Setup.References],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: nullable));
        Assert.Empty(compilation.GetDiagnostics().Where(static found => found.Severity == DiagnosticSeverity.Error));
        return ContractParser.Parse(
            compilation.GetTypeByMetadataName("Shop.Placed")!, "order.placed", null,
            JsonSettings.Of(compilation.GetTypeByMetadataName("Shop.ShopJson")!), CancellationToken.None).Contract;
    }

    /// <summary>Its schema, as the contract file has it, less the layout.</summary>
    public static string Text(string source, string settings = "", NullableContextOptions nullable = NullableContextOptions.Enable)
    {
        var lines = ContractFileWriter.Write(Read(source, settings, nullable)).Split('\n').Select(static line => line.Trim());
        return string.Join(" ", lines.SkipWhile(static line => !line.StartsWith("\"schema\"", StringComparison.Ordinal)));
    }
}
