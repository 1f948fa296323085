using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Rules;

/// <summary>EVG5xxx: the generator itself.</summary>
internal static class GeneratorRules
{
    private const string Category = "EventGen.Generator";

    public static readonly DiagnosticDescriptor ItemFailed = Error(
        "EVG5000", "The generator failed on an item",
        "The generator failed on '{0}' and left it out ({1}); this is a defect of EventGen, please report it");

    public static readonly DiagnosticDescriptor LanguageVersion = Error(
        "EVG5001", "The project's C# is too old for generated code",
        "'{0}' is compiled as C# {1}, but generated code needs C# 12; set <LangVersion> to 12 or higher");

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLink.For(id));
}
