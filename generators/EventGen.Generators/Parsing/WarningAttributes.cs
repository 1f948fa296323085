using EventGen.Generators.Models;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads the attributes with which a type warns its users.</summary>
internal static class WarningAttributes
{
    public static WarningAttributeModel Of(INamedTypeSymbol type)
    {
        string? obsolete = null, experimental = null;
        for (var current = type; current is not null; current = current.ContainingType)
        {
            obsolete ??= current.FindAttribute(FrameworkNames.ObsoleteAttribute) is { } old ? Obsolete(old) : null;
            experimental ??= current.FindAttribute(FrameworkNames.ExperimentalAttribute)?.FirstText() is { } id
                ? $"[global::{FrameworkNames.ExperimentalAttribute}({CSharpText.Literal(id)})]"
                : null;
        }

        return new WarningAttributeModel(obsolete, experimental);
    }

    /// <summary>Whether using what the attribute marks is an error.</summary>
    public static bool IsError(AttributeData obsolete) =>
        obsolete.ConstructorArguments.Length == 2 && obsolete.ConstructorArguments[1].Value is true;

    private static string Obsolete(AttributeData attribute)
    {
        var arguments = new List<string>();
        if (attribute.FirstText() is { } message) arguments.Add(CSharpText.Literal(message));
        if (IsError(attribute)) arguments.Add(arguments.Count == 0 ? "null, true" : "true");
        foreach (string name in new[] { "DiagnosticId", "UrlFormat" })
        {
            if (attribute.Named<string>(name) is { } value) arguments.Add($"{name} = {CSharpText.Literal(value)}");
        }

        return arguments.Count == 0 ? "[global::System.Obsolete]" : $"[global::System.Obsolete({string.Join(", ", arguments)})]";
    }
}
